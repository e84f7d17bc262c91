import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Id } from '../../api/types';
import { longDay, number } from '../../i18n/dates';
import { discard, type Entry, type Write } from '../../store/outbox';
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
      {items.map(({ revision_id, write }) =>
        write.kind === 'safety_plan' ? (
          <Item key={revision_id} revision_id={revision_id} write={write} title={t('plan.title')} mend="#/plan" />
        ) : (
          <EntryItem key={revision_id} revision_id={revision_id} write={write} />
        ),
      )}
    </Screen>
  );
}

function EntryItem({ revision_id, write }: { revision_id: Id; write: Entry }) {
  const day = write.kind === 'check_in' ? write.day : write.body.day;
  const form = write.kind === 'check_in' ? `#/check-in/${day}` : `#/side-effect/${write.report_id}`;
  return (
    <Item revision_id={revision_id} write={write} title={longDay(day)} mend={isOpen(day) ? form : null}>
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
    </Item>
  );
}

interface ItemProps {
  revision_id: Id;
  write: Write;
  title: string;
  /** Where it can be mended; null when it is too late for that. */
  mend: string | null;
  children?: ComponentChildren;
}

function Item({ revision_id, write, title, mend, children }: ItemProps) {
  const [asking, setAsking] = useState(false);
  const letGo = async () => {
    await discard(revision_id);
    if (write.kind === 'check_in') await dropDraft(`check-in:${write.day}`); // it began from what is gone
    await look();
  };
  return (
    <Card title={title}>
      <p>
        <strong>{why(write)}</strong>
      </p>
      {children}
      <div class="row">
        {mend && <Button href={mend}>{t('unsent.mend')}</Button>}
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
  const note = write.kind === 'safety_plan' ? null : write.body.note;
  const length = [...(note?.text ?? '')].length;
  if (length > LONGEST_NOTE) return t('note.length', { length: number(length), limit: number(LONGEST_NOTE) });
  const key = `problem.${write.refusal?.slug}`;
  const text = t(key as Key);
  return text === key ? t('problem.invalid') : text;
}
