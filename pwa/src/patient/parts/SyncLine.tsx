import { timeOf } from '../../i18n/dates';
import { ending, looked, sending, sync, unsent } from '../../sync/engine';
import { Button, Card, Notice } from '../../ui';
import { type Key, t } from '../messages';
import { today } from '../state/journal';
import { reachedText } from '../words';

const WHY: Record<string, Key> = {
  offline: 'sync.offline',
  later: 'sync.later',
  signed_out: 'sync.signed_out',
};

/** What is where, in words: quiet, always true. */
export function SyncLine() {
  if (!looked.value) return null;
  const waiting = unsent.value.filter((item) => item.state === 'waiting').length;
  const allSent = unsent.value.length === 0 ? t('sync.all_sent') : t('sync.others_sent');
  const reached = today.value?.last_reached_at;
  return (
    <p class="sync soft small" role="status">
      <span class={waiting > 0 ? 'dot hollow' : 'dot'} aria-hidden="true" />
      <span>
        {waiting === 0 ? allSent : `${t('sync.waiting', { n: waiting })} ${whyText()}`}
        {reached && ` ${reachedText(reached)}`}
      </span>
    </p>
  );
}

function whyText(): string {
  if (sending.value) return t('sync.sending');
  const key = ending.value === null ? undefined : WHY[ending.value];
  return key ? t(key) : '';
}

/** Entries that the server will not take as they are. They stay here, whole, until the person decides. */
export function NeedsAttention() {
  const stuck = unsent.value.filter((item) => item.state === 'attention').length;
  if (stuck === 0) return null;
  return (
    <Notice tone="look" title={t('unsent.notice', { n: stuck })}>
      <p>{t('unsent.safe')}</p>
      <Button href="#/unsent" kind="outline">
        {t('unsent.look')}
      </Button>
    </Notice>
  );
}

/** The state of one save, from "saved on this phone" to "sent". */
export function SaveState({ sent_at, refused }: { sent_at: string | null; refused: boolean }) {
  return (
    <Card>
      <p class="sync" role="status">
        <span class={sent_at ? 'dot' : 'dot hollow'} aria-hidden="true" />
        <span>
          {t('sync.saved_here')} {sent_at ? t('sync.sent_at', { time: timeOf(sent_at) }) : refused ? t('unsent.refused') : whyText()}
        </span>
      </p>
      {!sent_at && !refused && ending.value === 'signed_out' && <Button href="#/sign-in">{t('sign_in.button')}</Button>}
      {!sent_at && !refused && (ending.value === 'offline' || ending.value === 'later') && (
        <Button onClick={() => void sync()}>{t('sync.try_now')}</Button>
      )}
    </Card>
  );
}
