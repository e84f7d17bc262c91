import { useState } from 'preact/hooks';
import type { Contact } from '../../api/types';
import { Button, Card, Field } from '../../ui';
import { t } from '../messages';
import { type Change, SettingsScreen } from './SettingsScreen';

const MOST = 10;

/** People for Help now and the hotline screen. Kept on this phone too, so that they are there without a network. */
export function People() {
  return (
    <SettingsScreen title={t('contacts.title')}>
      {(known, change) => (
        <>
          <p class="soft">{t('contacts.text')}</p>
          {known.contacts.map((contact) => (
            <Card key={contact.name + contact.dial}>
              <div class="row apart">
                <p>
                  <strong>{contact.name}</strong> <span class="soft numbers">{contact.dial}</span>
                </p>
                <Button
                  kind="plain"
                  label={t('contacts.remove', { name: contact.name })}
                  onClick={() => void change({ contacts: known.contacts.filter((other) => other !== contact) })}
                >
                  {t('common.remove')}
                </Button>
              </div>
            </Card>
          ))}
          {known.contacts.length < MOST && <Add contacts={known.contacts} change={change} />}
        </>
      )}
    </SettingsScreen>
  );
}

function Add({ contacts, change }: { contacts: readonly Contact[]; change: Change }) {
  const [name, setName] = useState('');
  const [dial, setDial] = useState('');
  const add = async (event: Event) => {
    event.preventDefault();
    if (await change({ contacts: [...contacts, { name: name.trim(), dial: dial.trim() }] })) {
      setName('');
      setDial('');
    }
  };
  return (
    <Card title={t('contacts.add')}>
      <form class="stack" onSubmit={(event) => void add(event)}>
        <Field label={t('contacts.name')} required maxLength={80} value={name} onInput={setName} />
        <Field label={t('contacts.dial')} type="tel" required maxLength={32} value={dial} onInput={setDial} />
        <Button kind="primary" type="submit" wide>
          {t('common.add')}
        </Button>
      </form>
    </Card>
  );
}
