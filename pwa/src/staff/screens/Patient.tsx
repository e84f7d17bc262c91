import { useState } from 'preact/hooks';
import { get, post } from '../../api/client';
import type { AccountView, CourseView, Id, PatientView } from '../../api/types';
import { shortDay } from '../../i18n/dates';
import { Button, Dialog, Notice, ProblemNotice, TextArea } from '../../ui';
import { useDraft } from '../draft';
import { type Loaded, useAction, useLoad } from '../load';
import { Journal } from '../patient/Journal';
import { Schedule } from '../patient/Schedule';
import { Team } from '../patient/Team';
import { Timeline } from '../patient/Timeline';
import { t } from '../strings';
import { dayIn } from '../today';
import { AlertList } from '../ui/AlertList';
import { Screen } from '../ui/Screen';

const TABS = ['timeline', 'journal', 'schedule', 'team'] as const;
type Tab = (typeof TABS)[number];

interface Props {
  me: AccountView;
  id: Id;
  tab: string;
}

export function Patient({ me, id, tab }: Props) {
  const load = useLoad(`patient:${id}`, () => get<PatientView>(`/api/patients/${id}`), { whenSeen: true });
  const shown: Tab = TABS.find((known) => known === tab) ?? 'timeline';
  return (
    <div class="stack">
      <p>
        <a href="#/">{t('patient.back')}</a>
      </p>
      <Screen load={load}>{(patient) => <PageOf me={me} patient={patient} load={load} tab={shown} />}</Screen>
    </div>
  );
}

interface PageProps {
  me: AccountView;
  patient: PatientView;
  load: Loaded<PatientView>;
  tab: Tab;
}

function PageOf({ me, patient, load, tab }: PageProps) {
  const reload = () => void load.reload();
  const today = dayIn(patient.zone);
  return (
    <>
      <header class="row apart">
        <div>
          <h1>{patient.name}</h1>
          <p class="soft">{patient.courses.length > 0 ? patient.courses.map(courseText).join('; ') : t('patient.no_course')}</p>
        </div>
        <Button kind="outline" href={`#/patients/${patient.patient_id}/summary`}>
          {t('patient.live_summary')}
        </Button>
      </header>
      {patient.held && <Hold me={me} patient={patient} onCleared={reload} />}
      {patient.open_alerts.length > 0 && <AlertList alerts={patient.open_alerts} onChange={reload} ofOnePatient />}
      <nav class="tab-links" aria-label={t('patient.sections')}>
        {TABS.map((each) => (
          <a key={each} href={`#/patients/${patient.patient_id}/${each}`} aria-current={each === tab ? 'page' : undefined}>
            {t(each === 'timeline' ? 'patient.tab_overview' : `patient.tab_${each}`)}
          </a>
        ))}
      </nav>
      {tab === 'timeline' && <Timeline patient={patient} today={today} />}
      {tab === 'journal' && <Journal patient={patient} today={today} />}
      {tab === 'schedule' && <Schedule me={me} patient={patient} onChange={reload} />}
      {tab === 'team' && <Team me={me} patient={patient} onChange={reload} />}
    </>
  );
}

function courseText(course: CourseView): string {
  if (course.ended_on) return t('patient.course_ended', { name: course.name, day: shortDay(course.ended_on) });
  return t('patient.course', { name: course.name, done: course.sessions_done, total: course.sessions_total });
}

interface HoldProps {
  me: AccountView;
  patient: PatientView;
  onCleared: () => void;
}

function Hold({ me, patient, onCleared }: HoldProps) {
  const [asking, setAsking] = useState(false);
  return (
    <Notice tone="look" title={t('hold.title')}>
      <div class="beside">
        <p>
          {t('hold.text')} {me.role !== 'clinician' && t('hold.clinician_only')}
        </p>
        {me.role === 'clinician' && (
          <Button kind="outline" onClick={() => setAsking(true)}>
            {t('hold.clear')}
          </Button>
        )}
      </div>
      {asking && <ClearHold patient={patient} onClose={() => setAsking(false)} onCleared={onCleared} />}
    </Notice>
  );
}

function ClearHold({ patient, onClose, onCleared }: { patient: PatientView; onClose: () => void; onCleared: () => void }) {
  const reason = useDraft(`hold ${patient.patient_id}`);
  const [missing, setMissing] = useState(false);
  const saving = useAction();
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    setMissing(reason.text.trim() === '');
    if (reason.text.trim() === '') return;
    const cleared = await saving.run(() => post(`/api/patients/${patient.patient_id}/hold/clearance`, { reason: reason.text.trim() }));
    if (!cleared) return;
    reason.done();
    onCleared();
  };
  return (
    <Dialog title={t('hold.clear')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void onSubmit(event)} noValidate>
        <TextArea
          label={t('hold.reason')}
          value={reason.text}
          onInput={reason.set}
          error={missing && reason.text.trim() === '' ? t('form.needed') : null}
        />
        {saving.error !== null && <ProblemNotice error={saving.error} />}
        <div class="row">
          <Button kind="primary" type="submit" busy={saving.busy}>
            {t('hold.clear')}
          </Button>
          <Button kind="outline" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
