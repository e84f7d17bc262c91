import { get } from '../../api/client';
import type { AccountView, CourseView, Day, Id } from '../../api/types';
import { shortDay } from '../../i18n/dates';
import { Button } from '../../ui';
import { useActs } from '../alerts/Acts';
import { AlertList } from '../alerts/AlertList';
import { clinicTime } from '../alerts/words';
import { type Loaded, useLoad } from '../load';
import { Hold } from '../patient/Hold';
import { Journal } from '../patient/Journal';
import { SafetyPlan } from '../patient/SafetyPlan';
import { Schedule } from '../patient/Schedule';
import { Team } from '../patient/Team';
import { Timeline } from '../patient/Timeline';
import { t } from '../strings';
import { dayIn } from '../today';
import type { Patient as PatientPage } from '../types';
import { lazy } from '../ui/lazy';
import { Screen } from '../ui/Screen';
import { TabLinks } from '../ui/TabLinks';

const TABS = ['timeline', 'journal', 'measures', 'pages', 'before', 'plan', 'schedule', 'team'] as const;
type Tab = (typeof TABS)[number];

interface PartProps {
  me: AccountView;
  patient: PatientPage;
  today: Day;
}

const parts = () => import('../patient/parts');
const Measures = lazy<PartProps>('measures', async () => (await parts()).Measures);
const Pages = lazy<PartProps>('pages', async () => (await parts()).Pages);
const PreSession = lazy<Omit<PartProps, 'me'>>('before', async () => (await parts()).PreSession);

interface Props {
  me: AccountView;
  id: Id;
  tab: string;
}

export function Patient({ me, id, tab }: Props) {
  const load = useLoad(`patient:${id}`, () => get<PatientPage>(`/api/patients/${id}`), { whenSeen: true });
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
  patient: PatientPage;
  load: Loaded<PatientPage>;
  tab: Tab;
}

function PageOf({ me, patient, load, tab }: PageProps) {
  const reload = () => void load.reload();
  const today = dayIn(patient.zone);
  const acts = useActs(patient.open_alerts, reload);
  return (
    <>
      <header class="row apart">
        <div>
          <h1 ref={acts.heading} tabIndex={-1}>
            {patient.name}
          </h1>
          <p class="soft">{patient.courses.length > 0 ? patient.courses.map(courseText).join('; ') : t('patient.no_course')}</p>
        </div>
        <Button kind="outline" href={`#/patients/${patient.patient_id}/summary`}>
          {t('patient.live_summary')}
        </Button>
      </header>
      {patient.held && <Hold me={me} patientId={patient.patient_id} since={patient.hold?.since} onCleared={reload} />}
      {patient.hold?.cleared_at && <Cleared hold={patient.hold} />}
      {acts.notice}
      {patient.open_alerts.length > 0 && <AlertList alerts={patient.open_alerts} onAct={acts.start} ofOnePatient />}
      {acts.dialog}
      <TabLinks
        label={t('patient.sections')}
        links={TABS.map((each) => ({
          href: `#/patients/${patient.patient_id}/${each}`,
          label: t(each === 'timeline' ? 'patient.tab_overview' : `patient.tab_${each}`),
          here: each === tab,
        }))}
      />
      {tab === 'timeline' && <Timeline patient={patient} today={today} />}
      {tab === 'journal' && <Journal patient={patient} today={today} />}
      {tab === 'measures' && <Measures me={me} patient={patient} today={today} />}
      {tab === 'pages' && <Pages me={me} patient={patient} today={today} />}
      {tab === 'before' && <PreSession patient={patient} today={dayIn(me.clinic.zone)} />}
      {tab === 'plan' && <SafetyPlan patient={patient} />}
      {tab === 'schedule' && <Schedule me={me} patient={patient} onChange={reload} />}
      {tab === 'team' && <Team me={me} patient={patient} onChange={reload} />}
    </>
  );
}

/** By whom, when and why the last hold was ended: so that nobody has to ask. */
function Cleared({ hold }: { hold: NonNullable<PatientPage['hold']> }) {
  const when = clinicTime(hold.cleared_at ?? hold.since);
  return <p class="soft small">{t('hold.cleared_by', { name: hold.cleared_by ?? '', when, reason: hold.reason ?? '' })}</p>;
}

function courseText(course: CourseView): string {
  if (course.ended_on) return t('patient.course_ended', { name: course.name, day: shortDay(course.ended_on) });
  return t('patient.course', { name: course.name, done: course.sessions_done, total: course.sessions_total });
}
