import { useState } from 'preact/hooks';
import { longDay, number } from '../../i18n/dates';
import { discard, type Waiting, type Write } from '../../store/outbox';
import { look, unsent } from '../../sync/engine';
import { Button, Card, Dialog } from '../../ui';
import { effectName } from '../effects';
import { type Key, t } from '../messages';
import { LONGEST_NOTE } from '../parts/NoteField';
import { Screen } from '../parts/Screen';
import { dropDraft } from '../state/drafts';
import { isOpen } from '../state/journal';
import { sharedWith } from '../words';

/** Entries that were not taken: whole, readable, to be mended or, on the person's word, let go. */
export function Unsent() {
  const items = unsent.value.filter((item) => item.state === 'attention');
  return (
    <Screen title={t('unsent.title')} backTo="/" backLabel={t('tab.today')}>
      <p class="soft">{items.length > 0 ? t('unsent.safe') : t('unsent.none')}</p>
      {items.map((item) => (
        <Item key={item.revision_id} item={item} />
      ))}
    </Screen>
  );
}

function Item({ item }: { item: Waiting }) {
  const [asking, setAsking] = useState(false);
  const { write } = item;
  const day = write.kind === 'check_in' ? write.day : write.body.day;
  const letGo = async () => {
    await discard(item.revision_id);
    if (write.kind === 'check_in') await dropDraft(`check-in:${day}`); // it began from what is gone
    await look();
  };
  return (
    <Card title={longDay(day)}>
      <p>
        <strong>{why(write)}</strong>
      </p>
      <p>
        {write.kind === 'check_in'
          ? `${t('field.mood')} ${write.body.mood}`
          : `${effectName(write.body.effect)}: ${t(`severity.${write.body.severity}`)}`}
      </p>
      {write.body.note && (
        <>
          <p class="words">{write.body.note.text}</p>
          <p class="soft small">{sharedWith(write.body.note.audience)}</p>
        </>
      )}
      <div class="row">
        {isOpen(day) && (
          <Button href={write.kind === 'check_in' ? `#/check-in/${day}` : `#/side-effect/${write.report_id}`}>{t('unsent.mend')}</Button>
        )}
        <Button kind="plain" onClick={() => setAsking(true)}>
          {t('unsent.discard')}
        </Button>
      </div>
      {asking && (
        <Dialog title={t('unsent.discard_sure')} onClose={() => setAsking(false)}>
          <Button kind="primary" wide onClick={() => setAsking(false)}>
            {t('unsent.keep')}
          </Button>
          <Button kind="danger" wide onClick={() => void letGo()}>
            {t('unsent.discard')}
          </Button>
        </Dialog>
      )}
    </Card>
  );
}

/** What is in the way, as exactly as this phone can tell. */
function why(write: Write): string {
  const length = [...(write.body.note?.text ?? '')].length;
  if (length > LONGEST_NOTE) return t('note.length', { length: number(length), limit: number(LONGEST_NOTE) });
  const key = `problem.${write.refusal?.slug}`;
  const text = t(key as Key);
  return text === key ? t('problem.invalid') : text;
}
