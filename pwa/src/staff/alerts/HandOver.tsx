import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import type { Id, Role } from '../../api/types';
import { account } from '../../session/session';
import { Button, Dialog, Notice, ProblemNotice, Select, TextArea } from '../../ui';
import { useDraft } from '../draft';
import { useAction, useLoad } from '../load';
import { t } from '../strings';
import { Screen } from '../ui/Screen';
import type { Alert, Reach, Reachable } from './shapes';

interface Props {
  alert: Alert;
  /** With the name of whom it was handed to. */
  onDone: (to: string) => void;
  onClose: () => void;
  children?: ComponentChildren;
}

export function HandOver({ alert, onDone, onClose, children }: Props) {
  const load = useLoad('reach', () => get<Reach>('/api/clinic/reach'));
  return (
    <Dialog title={t('alerts.hand_over_title', { name: alert.patient_name })} onClose={onClose}>
      {children}
      <p>{t('alerts.hand_over_text')}</p>
      <Screen load={load}>{({ people }) => <Form alert={alert} people={others(people)} onDone={onDone} onClose={onClose} />}</Screen>
    </Dialog>
  );
}

const others = (people: Reachable[]) => people.filter((person) => person.account_id !== account.value?.account_id);

function Form({ alert, people, onDone, onClose }: Props & { people: Reachable[] }) {
  const [to, setTo] = useState<Id>('');
  const [tried, setTried] = useState(false);
  const note = useDraft(`hand over ${alert.alert_id}`);
  const saving = useAction();
  const chosen = people.find((person) => person.account_id === to);
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    const body = { to, note: note.text.trim() || null };
    if (to === '' || !(await saving.run(() => post(`/api/alerts/${alert.alert_id}/hand-over`, body)))) return;
    note.done();
    onDone(chosen?.name ?? '');
  };
  if (people.length === 0) return <Nobody onClose={onClose} />;
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      <Select
        label={t('alerts.hand_over_to')}
        value={to}
        onChange={setTo}
        error={tried && to === '' ? t('form.needed') : null}
        options={[{ value: '', label: t('alerts.hand_over_choose') }, ...people.map(option)]}
      />
      {chosen && !chosen.reachable && (
        <Notice tone="look" live="polite">
          <p>{t('alerts.hand_over_unreachable', { name: chosen.name })}</p>
        </Notice>
      )}
      <TextArea
        label={t('alerts.hand_over_note')}
        hint={t('alerts.hand_over_note_hint')}
        optional
        maxLength={1_700}
        value={note.text}
        onInput={note.set}
      />
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy}>
          {t('alerts.hand_over')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

const option = (person: Reachable) => ({
  value: person.account_id,
  label: `${person.name}, ${t(`role.${person.role as Role}`).toLocaleLowerCase()}`,
});

function Nobody({ onClose }: { onClose: () => void }) {
  return (
    <>
      <p>{t('alerts.hand_over_nobody')}</p>
      <div class="row">
        <Button kind="outline" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  );
}
