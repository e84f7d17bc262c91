import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Audience, Day, Id, Note } from '../../api/types';
import { longDay, number } from '../../i18n/dates';
import { discard, type Entry, type Write } from '../../store/outbox';
import { look, unsent } from '../../sync/engine';
import { Button, Card, Dialog } from '../../ui';
import { effectName } from '../effects';
import { type Key, t } from '../messages';
import { LONGEST_NOTE } from '../parts/NoteField';
import { Screen } from '../parts/Screen';
import { dropDraft } from '../state/drafts';
import { isOpen, thisDay } from '../state/journal';
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
  const { title, mend, lines, audience } = told(write);
  return (
    <Item revision_id={revision_id} write={write} title={title} mend={mend}>
      {lines.map((line) => (
        <p key={line} class="words">
          {line}
        </p>
      ))}
      {audience && <p class="soft small">{sharedWith(audience)}</p>}
    </Item>
  );
}

interface Told {
  title: string;
  /** Where it can be mended; null when it is too late for that. */
  mend: string | null;
  lines: string[];
  audience: Audience | null;
}

/** All that was entered, in words. */
function told(write: Entry): Told {
  switch (write.kind) {
    case 'check_in': {
      const { mood, note } = write.body;
      return { ...onDay(write.day, `#/check-in/${write.day}`), ...withNote(`${t('field.mood')} ${mood}`, note) };
    }
    case 'side_effect': {
      const { day, effect, severity, note } = write.body;
      return {
        ...onDay(day, `#/side-effect/${write.report_id}`),
        ...withNote(`${effectName(effect)}: ${t(`severity.${severity}`)}`, note),
      };
    }
    case 'measure': {
      const { day, instrument, answers } = write.body;
      const given = answers.map((answer) => answer ?? '–').join(' ');
      return { ...onDay(day, `#/measure/${instrument}`), lines: [instrument.toUpperCase(), given].filter(Boolean), audience: null };
    }
    case 'page': {
      const { day, texts, ratings, audience } = write.body;
      const rated = Object.values(ratings).join(' ');
      return { ...onDay(day, `#/therapy/page/${write.page_id}`), lines: [...Object.values(texts), rated].filter(Boolean), audience };
    }
    case 'pre_session': {
      const notes = write.body.answers.flatMap(({ note }) => (note ? [note] : []));
      const mend = write.day >= thisDay.value ? `#/before/${write.session_id}` : null;
      return { title: t('before.title'), mend, lines: [longDay(write.day), ...notes], audience: null };
    }
  }
}

const onDay = (day: Day, form: string) => ({ title: longDay(day), mend: isOpen(day) ? form : null });

const withNote = (line: string, note: Note | null) => ({ lines: note ? [line, note.text] : [line], audience: note?.audience ?? null });

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
  const note = write.kind === 'check_in' || write.kind === 'side_effect' ? write.body.note : null;
  const length = [...(note?.text ?? '')].length;
  if (length > LONGEST_NOTE) return t('note.length', { length: number(length), limit: number(LONGEST_NOTE) });
  const key = `problem.${write.refusal?.slug}`;
  const text = t(key as Key);
  return text === key ? t('problem.invalid') : text;
}
