import { useEffect } from 'preact/hooks';
import type { Membership } from '../../api/types';
import { clock } from '../../i18n/dates';
import { account } from '../../session/session';
import { Button, Card } from '../../ui';
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
  if (memberships.length < 2) return null;
  return (
    <Card title={t('clinics.title')}>
      <p class="soft">{t('clinics.text')}</p>
      {memberships.map((membership) => (
        <Button
          key={membership.account_id}
          kind="outline"
          wide
          disabled={membership.account_id === current}
          onClick={() => void moveToJournal(membership.account_id)}
        >
          {membership.clinic_name} ({t(`role.${membership.role}`)}){membership.account_id === current && `, ${t('clinics.open')}`}
        </Button>
      ))}
    </Card>
  );
}
