import { useEffect, useState } from 'preact/hooks';
import type { Audience, Id, Interference, Onset, SessionView, Severity, SideEffectValues } from '../../api/types';
import { addDays, daysBetween, longDay, shortDay } from '../../i18n/dates';
import { account } from '../../session/session';
import { uuid7 } from '../../store/uuid7';
import { Button, Card, Choice, Notice, Select } from '../../ui';
import { go } from '../../ui/router';
import { useForm } from '../../ui/useForm';
import { loadVocabulary, urgentFor, vocabulary } from '../crisis';
import { effectName } from '../effects';
import { t } from '../messages';
import { Urgent } from '../parts/Guidance';
import { NoteField } from '../parts/NoteField';
import { Screen } from '../parts/Screen';
import { draftOf, dropDraft, keepDraft } from '../state/drafts';
import { backFillDays, type OwnSideEffect, ownSideEffects, sessions, settings, thisDay } from '../state/journal';
import { saveSideEffect } from '../state/save';
import { sessionLabel } from '../words';

/** Which effect is in the state of this screen, never in the address. `report_id` of a report that is being changed. */
export function SideEffect({ report_id }: { report_id: Id | null }) {
  const [base] = useState(() => ownSideEffects.value.find((report) => report.report_id === report_id));
  const [effect, setEffect] = useState<string | null>(base?.effect ?? null);
  // A new report that was left half-way, for Help now or a call, is still there. Undefined: not looked up yet.
  const [draft, setDraft] = useState<ReportDraft | null | undefined>(report_id ? null : undefined);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    loadVocabulary().catch(() => setMissing(true));
    void sessions.open();
    if (!report_id)
      void draftOf<ReportDraft>(DRAFT).then((found) => {
        setDraft(found?.form ?? null);
        if (found) setEffect(found.form.effect);
      });
    if (report_id && !base) go('/', { replace: true });
  }, [base, report_id]);
  const other = () => {
    void dropDraft(DRAFT);
    setDraft(null);
    setEffect(null);
  };
  return (
    <Screen
      title={effect ? effectName(effect) : t('effect.which')}
      above={effect ? undefined : t('effect.title')}
      backTo="/"
      backLabel={t('tab.today')}
    >
      {missing && <Notice tone="look">{t('effect.loading_failed')}</Notice>}
      {draft !== undefined && effect === null && vocabulary.value && <EffectList onChoose={setEffect} />}
      {draft !== undefined && effect !== null && <EffectForm effect={effect} base={base} draft={draft?.form ?? null} onOther={other} />}
    </Screen>
  );
}

function EffectList({ onChoose }: { onChoose: (effect: string) => void }) {
  const [all, setAll] = useState(false);
  const { quick, more } = vocabulary.value?.listFor(account.value?.patient?.modality ?? null) ?? { quick: [], more: [] };
  return (
    <>
      <Card class="list">
        {(all ? [...quick, ...more] : quick).map((id) => (
          <button key={id} type="button" class="item" onClick={() => onChoose(id)}>
            <span>{effectName(id)}</span>
            <span aria-hidden="true">›</span>
          </button>
        ))}
      </Card>
      {!all && more.length > 0 && <Button onClick={() => setAll(true)}>{t('effect.more')}</Button>}
    </>
  );
}

const SEVERITIES: readonly Severity[] = ['mild', 'moderate', 'severe', 'not_present'];
const ONSETS: readonly Onset[] = ['during_session', 'same_day', 'day_1', 'day_2', 'day_3_6', 'later'];
const INTERFERENCES: readonly Interference[] = ['not_at_all', 'a_little', 'quite_a_lot', 'completely'];
const NO_SESSION = 'none';
const SESSION_DAYS = 35;

type Form = Omit<SideEffectValues, 'severity' | 'note' | 'effect'> & { severity: Severity | null; text: string; audience: Audience };

const DRAFT = 'side-effect';

interface ReportDraft {
  effect: string;
  form: Form;
}

/** The sessions that a new effect may be about: the last few of the past weeks. */
function recentSessions(day: string): SessionView[] {
  const past = (sessions.value ?? []).filter((session) => {
    const ago = daysBetween(session.local_day, day);
    return session.kind !== 'psychotherapy' && ago >= 0 && ago <= SESSION_DAYS && (session.status === 'completed' || ago === 0);
  });
  return past.sort((a, b) => (a.starts_at > b.starts_at ? -1 : 1)).slice(0, 3);
}

function formOf(base: OwnSideEffect | undefined): Form {
  const audience = settings.value?.share_default ?? account.value?.patient?.share_default ?? 'private';
  if (!base) {
    return {
      severity: null,
      onset: null,
      still_present: null,
      interference: null,
      session_id: null,
      day: thisDay.value,
      text: '',
      audience,
    };
  }
  const { severity, onset, still_present, interference, session_id, day, note } = base;
  return { severity, onset, still_present, interference, session_id, day, text: note?.text ?? '', audience: note?.audience ?? audience };
}

function valuesOf(effect: string, { text, audience, severity, ...rest }: Form): SideEffectValues | null {
  return severity && { ...rest, effect, severity, note: text.trim() === '' ? null : { text, audience } };
}

interface FormProps {
  effect: string;
  base: OwnSideEffect | undefined;
  draft: Form | null;
  onOther: () => void;
}

function EffectForm({ effect, base, draft, onOther }: FormProps) {
  const {
    form,
    change: set,
    latest,
  } = useForm(
    () => draft ?? formOf(base),
    (form) => !base && keepDraft(DRAFT, { effect, form }),
  );
  const [report_id] = useState(() => base?.report_id ?? uuid7());
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const { text, audience, severity } = form;
  const values = valuesOf(effect, form);
  const present = severity !== null && severity !== 'not_present';

  const save = async (event: Event) => {
    event.preventDefault();
    setAsked(true);
    const report = valuesOf(effect, latest());
    if (!report || busy) return;
    setBusy(true);
    try {
      await saveSideEffect(report_id, report, base);
      if (!base) await dropDraft(DRAFT);
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  return (
    <form class="stack check-in" onSubmit={(event) => void save(event)}>
      {!base && (
        <Button kind="plain" onClick={onOther}>
          {t('effect.other_choice')}
        </Button>
      )}
      <Choice
        legend={t('effect.severity')}
        value={severity}
        onChange={(next) => set({ severity: next })}
        options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      {values && <Urgent items={urgentFor(values)} />}
      {present && <Details form={form} set={set} />}
      <NoteField
        label={t('check_in.note')}
        text={text}
        audience={audience}
        onText={(next) => set({ text: next })}
        onAudience={(next) => set({ audience: next })}
      />
      <div class="save-bar">
        {asked && !severity && (
          <Notice tone="look" live="alert">
            {t('effect.severity_needed')}
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

function Details({ form, set }: { form: Form; set: (part: Partial<Form>) => void }) {
  const recent = recentSessions(form.day);
  const days = Array.from({ length: backFillDays.value + 1 }, (_, ago) => addDays(thisDay.value, -ago));
  return (
    <>
      {days.length > 1 && (
        <Select
          label={t('effect.day')}
          value={form.day}
          onChange={(day) => set({ day })}
          options={days.map((value) => ({ value, label: longDay(value) }))}
        />
      )}
      {recent.length > 0 && (
        <Choice
          legend={t('effect.session')}
          column
          optional
          value={form.session_id}
          onChange={(id) => set({ session_id: id === NO_SESSION ? null : id })}
          options={[
            ...recent.map((session) => ({ value: session.session_id, label: `${sessionLabel(session)}, ${shortDay(session.local_day)}` })),
            { value: NO_SESSION, label: t('effect.no_session') },
          ]}
        />
      )}
      <Choice
        legend={t('effect.onset')}
        optional
        value={form.onset}
        onChange={(onset) => set({ onset })}
        options={ONSETS.map((value) => ({ value, label: t(`effect.onset_${value}`) }))}
      />
      <Choice
        legend={t('effect.still')}
        optional
        value={form.still_present === null ? null : form.still_present ? 'yes' : 'no'}
        onChange={(value) => set({ still_present: value === 'yes' })}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`common.${value}`) }))}
      />
      <Choice
        legend={t('effect.interference')}
        optional
        value={form.interference}
        onChange={(interference) => set({ interference })}
        options={INTERFERENCES.map((value) => ({ value, label: t(`effect.interference_${value}`) }))}
      />
    </>
  );
}
