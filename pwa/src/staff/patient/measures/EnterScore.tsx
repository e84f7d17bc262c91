import { useRef, useState } from 'preact/hooks';
import { put } from '../../../api/client';
import type { Day, Id, PatientView, Revision } from '../../../api/types';
import { datedDay, daysBetween } from '../../../i18n/dates';
import { uuid7 } from '../../../store/uuid7';
import { newRevision } from '../../../sync/stamp';
import { Button, Dialog, Field, Notice, ProblemNotice, Select } from '../../../ui';
import { useAction } from '../../load';
import { t } from '../../strings';
import { sessionName, sessionTime } from '../../words/sessions';
import type { InstrumentView, MeasureView } from './shapes';
import { shortName, titleOf, totalIn } from './words';

interface Props {
  patient: PatientView;
  today: Day;
  instruments: InstrumentView[];
  onSaved: () => Promise<void>;
}

/** Totals of questionnaires that this app does not show: a member of staff held them. */
export function EnterScore(props: Props) {
  const [open, setOpen] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  if (!open) {
    return (
      <div class="stack no-print">
        {saved && (
          <Notice live="polite">
            <p>{saved}</p>
          </Notice>
        )}
        <div class="row">
          <Button kind="outline" onClick={() => setOpen(true)}>
            {t('enter.open')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <section class="card form-page no-print">
      <h2>{t('enter.title')}</h2>
      <p class="soft">{t('enter.text')}</p>
      <Form
        {...props}
        score={null}
        onClose={() => setOpen(false)}
        onSaved={async (sentence) => {
          setSaved(sentence);
          setOpen(false);
          await props.onSaved();
        }}
      />
    </section>
  );
}

/** A new revision of a total that the clinic entered. */
export function CorrectScore({ score, onClose, ...props }: Props & { score: MeasureView; onClose: () => void }) {
  return (
    <Dialog title={t('enter.correct_title', titleOf(score))} onClose={onClose}>
      <p class="soft">{t('enter.correct_text')}</p>
      <Form {...props} score={score} onClose={onClose} />
    </Dialog>
  );
}

interface FormProps extends Omit<Props, 'onSaved'> {
  score: MeasureView | null;
  onClose: () => void;
  onSaved: (sentence: string) => Promise<void>;
}

const NONE = '';

function Form({ patient, today, instruments, score, onClose, onSaved }: FormProps) {
  const offered = instruments.filter((each) => each.answered_by === 'clinic' && each.max !== null);
  const [chosen, setChosen] = useState(score?.instrument ?? NONE);
  const [total, setTotal] = useState(score?.total == null ? '' : String(score.total));
  const [day, setDay] = useState<Day>(score?.day ?? today);
  const [session, setSession] = useState<Id>(score?.session_id ?? NONE);
  const [tried, setTried] = useState(false);
  const [measure_id] = useState(() => score?.measure_id ?? uuid7());
  const revision = useRevision(score?.revision_id ?? null);
  const saving = useAction();

  const instrument = instruments.find((each) => each.id === chosen);
  const value = instrument ? totalIn(total, instrument) : null;
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!instrument || value === null || day === '' || day > today) return;
    const content = { instrument: instrument.id, total: value, day, session_id: session || null };
    const where = `/api/patients/${patient.patient_id}/scores/${measure_id}`;
    if (!(await saving.run(() => put(where, { ...content, ...revision(content) })))) return;
    await onSaved(t('enter.saved', { name: shortName(instrument.id), total: value, day: datedDay(day) }));
  };
  const range = instrument && { min: instrument.min ?? 0, max: instrument.max ?? 0 };
  return (
    <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
      {score === null && (
        <Select
          label={t('enter.instrument')}
          error={tried && !instrument ? t('form.needed') : null}
          value={chosen}
          onChange={setChosen}
          options={[
            { value: NONE, label: t('enter.choose') },
            ...offered.map((each) => ({ value: each.id, label: `${shortName(each.id)}: ${each.measures}` })),
          ]}
        />
      )}
      <div class="pair">
        <Field
          label={range ? t('enter.total_range', range) : t('enter.total')}
          inputMode="numeric"
          autocomplete="off"
          error={tried && instrument && value === null ? t('enter.range', range ?? {}) : null}
          value={total}
          onInput={setTotal}
        />
        <Field
          label={t('enter.day')}
          type="date"
          max={today}
          error={day > today ? t('enter.day_future') : tried && day === '' ? t('form.needed') : null}
          value={day}
          onInput={setDay}
        />
      </div>
      <Select
        label={t('enter.session')}
        optional
        value={session}
        onChange={setSession}
        options={[{ value: NONE, label: t('enter.no_session') }, ...sessionsNear(patient, day || today, session)]}
      />
      {saving.error !== null && <ProblemNotice error={saving.error} />}
      <div class="row">
        <Button kind="primary" type="submit" busy={saving.busy}>
          {t('enter.save')}
        </Button>
        <Button kind="outline" onClick={onClose}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** The same revision for the same content, however often it is sent: the server saves it once. */
function useRevision(based_on: Id | null): (content: object) => Revision {
  const made = useRef<{ of: string; revision: Revision } | null>(null);
  return (content) => {
    const of = JSON.stringify(content);
    if (made.current?.of !== of) made.current = { of, revision: newRevision(based_on) };
    return made.current.revision;
  };
}

const NEAR = 12;

function sessionsNear(patient: PatientView, day: Day, chosen: Id) {
  const away = (other: Day) => Math.abs(daysBetween(day, other));
  return patient.sessions
    .filter((session) => session.kind !== 'psychotherapy' && session.status !== 'cancelled' && session.status !== 'missed')
    .sort((a, b) => away(a.local_day) - away(b.local_day))
    .filter((session, index) => index < NEAR || session.session_id === chosen)
    .sort((a, b) => b.starts_at.localeCompare(a.starts_at))
    .map((session) => ({ value: session.session_id, label: `${sessionName(session)}, ${sessionTime(session, 'short')}` }));
}
