import { useEffect, useState } from 'preact/hooks';
import type { Membership } from '../../api/types';
import { clock } from '../../i18n/dates';
import { account } from '../../session/session';
import { Button, Card, Notice, problemText } from '../../ui';
import { t } from '../messages';
import { Screen } from '../parts/Screen';
import { settings } from '../state/journal';
import { moveToJournal } from '../state/person';
import { sharedWith } from '../words';
import { SignOut } from './SignOut';

export function More() {
  useEffect(() => void settings.open(), []);
  const view = account.value;
  if (!view) return null;
  const set = settings.value;
  return (
    <Screen title={t('tab.more')} above={`${view.name}, ${view.clinic.name}`}>
      <Card class="list">
        <Item to="/more/reminders" title={t('reminders.title')} detail={reminderText()} />
        <Item to="/more/sharing" title={t('share.title')} detail={set ? sharedWith(set.share_default) : ''} />
        <Item to="/more/people" title={t('contacts.title')} detail={set ? t('contacts.count', { n: set.contacts.length }) : ''} />
        <Item to="/more/readers" title={t('readers.title')} />
      </Card>
      <Card class="list">
        <Item to="/more/device" title={t('device.title')} detail={t('device.detail')} />
        <Item to="/more/import" title={t('import.title')} />
      </Card>
      <Clinics memberships={view.memberships} current={view.account_id} />
      <SignOut />
      <p class="soft small">{t('more.not_a_device')}</p>
    </Screen>
  );
}

function reminderText(): string {
  const reminder = settings.value?.reminder;
  if (!reminder) return '';
  return reminder.on ? t('reminders.at', { time: clock(reminder.time) }) : t('reminders.off');
}

function Item({ to, title, detail }: { to: string; title: string; detail?: string }) {
  return (
    <a class="item" href={`#${to}`}>
      <span>
        <strong>{title}</strong>
        {detail && <span class="soft">{detail}</span>}
      </span>
      <span aria-hidden="true">›</span>
    </a>
  );
}

/** A person of two clinics has two journals; one is open at a time. */
function Clinics({ memberships, current }: { memberships: readonly Membership[]; current: string }) {
  const [error, setError] = useState<string | null>(null);
  if (memberships.length < 2) return null;
  const move = (account_id: string) => moveToJournal(account_id).catch((problem: unknown) => setError(problemText(problem)));
  return (
    <Card title={t('clinics.title')}>
      <p class="soft">{t('clinics.text')}</p>
      {memberships.map((membership) =>
        membership.account_id === current ? (
          <p key={membership.account_id}>
            <strong>{membership.clinic_name}</strong>, {t('clinics.open')}
          </p>
        ) : (
          <Button key={membership.account_id} kind="outline" wide onClick={() => void move(membership.account_id)}>
            {membership.clinic_name} ({t(`role.${membership.role}`)})
          </Button>
        ),
      )}
      {error && (
        <Notice tone="look" live="alert">
          {error}
        </Notice>
      )}
    </Card>
  );
}
