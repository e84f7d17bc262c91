import { useEffect, useState } from 'preact/hooks';
import type { Audience, CheckInValues, Day, Id } from '../../api/types';
import { datedDay, number, weekday } from '../../i18n/dates';
import { account } from '../../session/session';
import { Button, Notice, Scale0to10, Stepper } from '../../ui';
import { useForm } from '../../ui/useForm';
import { t } from '../messages';
import { NoteField } from '../parts/NoteField';
import { Screen } from '../parts/Screen';
import { type Draft, draftOf, dropDraft, keepDraft } from '../state/drafts';
import { checkIns, isOpen, type OwnCheckIn, ownCheckIns, settings, thisDay, today } from '../state/journal';
import { saveCheckIn } from '../state/save';

type Form = Omit<CheckInValues, 'mood' | 'note'> & { mood: number | null; text: string; audience: Audience };

const shareDefault = (): Audience => settings.value?.share_default ?? account.value?.patient?.share_default ?? 'private';

function formOf(entry: OwnCheckIn | undefined): Form {
  const { mood = null, anxiety = null, energy = null, sleep_hours = null, sleep_quality = null, note } = entry ?? {};
  return { mood, anxiety, energy, sleep_hours, sleep_quality, text: note?.text ?? '', audience: note?.audience ?? shareDefault() };
}

/** A form that was begun, and the revision that it began from: what the person saw, whatever arrived since. */
interface Begun {
  form: Form;
  seen: Id | null;
}

const PATIENCE_MS = 1_500;

/** Opened from a reminder, the app knows nothing yet: what was written before is worth a moment, not more. */
async function knownOrLate(): Promise<void> {
  if (today.known.peek() && checkIns.known.peek()) return;
  await Promise.race([Promise.all([today.open(), checkIns.open()]), new Promise((late) => setTimeout(late, PATIENCE_MS))]);
}

/** The day's check-in, also of a past day that is still open. Opens with what is known, or with what was left unfinished. */
export function CheckIn({ day }: { day: Day }) {
  const [draft, setDraft] = useState<Draft<Begun> | null | undefined>(undefined);
  useEffect(() => {
    void knownOrLate().then(async () => setDraft(await draftOf<Begun>(`check-in:${day}`)));
  }, [day]);
  const title = day === thisDay.value ? t('check_in.title_today') : t('check_in.title', { day: weekday(day) });
  const open = isOpen(day);
  return (
    <Screen title={title} above={day === thisDay.value ? weekday(day) : datedDay(day)} backTo="/" backLabel={t('tab.today')}>
      {!open && <Notice>{t('check_in.closed')}</Notice>}
      {open && draft !== undefined && <CheckInForm key={day} day={day} draft={draft} />}
    </Screen>
  );
}

function CheckInForm({ day, draft }: { day: Day; draft: Draft<Begun> | null }) {
  const [base] = useState(() => ownCheckIns.value.get(day));
  const [seen] = useState(() => (draft ? draft.form.seen : (base?.revision_id ?? null)));
  const { form, change, latest } = useForm<Form>(
    () => draft?.form.form ?? formOf(base),
    (next) => keepDraft(`check-in:${day}`, { form: next, seen }),
  );
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);

  const save = async () => {
    setAsked(true);
    const { mood, text, audience, ...rest } = latest();
    if (mood === null || busy) return;
    setBusy(true);
    const note = text.trim() === '' ? null : { text, audience };
    try {
      await saveCheckIn(day, { ...rest, mood, note }, base, seen);
      await dropDraft(`check-in:${day}`);
    } catch {
      setFailed(true); // this phone could not store it; the words are still in the form
      setBusy(false);
    }
  };
  const scale = (field: 'anxiety' | 'energy' | 'sleep_quality') => (
    <Scale0to10
      label={t(`field.${field}`)}
      low={t(`scale.${field}_low`)}
      high={t(`scale.${field}_high`)}
      value={form[field]}
      optional
      onChange={(value) => change({ [field]: value })}
    />
  );

  return (
    <form
      class="stack check-in"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {day !== thisDay.value && <p class="soft">{t('check_in.late')}</p>}
      {draft && <p class="soft small">{t('check_in.draft')}</p>}
      <Scale0to10
        label={t('field.mood')}
        low={t('scale.mood_low')}
        high={t('scale.mood_high')}
        value={form.mood}
        onChange={(mood) => change({ mood })}
      />
      {scale('anxiety')}
      {scale('energy')}
      <Stepper
        label={t('check_in.sleep')}
        value={form.sleep_hours}
        onChange={(sleep_hours) => change({ sleep_hours })}
        low={0}
        high={24}
        step={0.5}
        first={7}
        text={(value) => t('check_in.hours', { hours: number(value) })}
        less="− ½"
        more="+ ½"
        optional
      />
      {scale('sleep_quality')}
      <NoteField
        label={t('check_in.note')}
        text={form.text}
        audience={form.audience}
        onText={(text) => change({ text })}
        onAudience={(audience) => change({ audience })}
      />
      <div class="save-bar">
        {asked && form.mood === null && (
          <Notice tone="look" live="alert">
            {t('check_in.mood_needed')}
          </Notice>
        )}
        {failed && (
          <Notice tone="danger" live="alert">
            {t('save.not_stored')}
          </Notice>
        )}
        <Button kind="primary" type="submit" wide busy={busy}>
          {t('common.save')}
        </Button>
      </div>
      <p class="soft centred">{t('check_in.not_live')}</p>
    </form>
  );
}
