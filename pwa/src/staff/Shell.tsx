import { useEffect, useRef } from 'preact/hooks';
import { get } from '../api/client';
import type { AccountView } from '../api/types';
import { match } from '../ui/router';
import { Detail } from './alerts/Detail';
import { Inbox } from './alerts/Inbox';
import { countOpen, forgetNews, news, openAlerts } from './alerts/news';
import { Clinic } from './clinic/Clinic';
import { type Loaded, useLoad } from './load';
import { Nav } from './Nav';
import { Caseload } from './screens/Caseload';
import { InvitePatient } from './screens/InvitePatient';
import { InviteStaff } from './screens/InviteStaff';
import { Patient } from './screens/Patient';
import { People } from './screens/People';
import { Summaries } from './screens/Summaries';
import { LiveSummary, StoredSummary } from './screens/SummaryPage';
import { You } from './screens/You';
import { t } from './strings';
import type { CaseloadRow } from './types';
import { ReachBanner } from './ui/ReachBanner';

const CASELOAD_EVERY_MS = 60_000;

interface Props {
  me: AccountView;
  at: string;
}

export function Shell({ me, at }: Props) {
  return me.role === 'admin' ? <Framed me={me} at={at} caseload={null} /> : <Caring me={me} at={at} />;
}

type LoadedCaseload = Loaded<CaseloadRow[]>;

/**
 * Outside the inbox, the number of open alerts comes from the caseload: reading the inbox counts as having seen what is in
 * it, which only a person on that page has.
 */
function Caring({ me, at }: Props) {
  const caseload = useLoad('caseload', () => get<CaseloadRow[]>('/api/caseload'), { every: CASELOAD_EVERY_MS });
  useEffect(() => {
    if (caseload.value) countOpen(caseload.value.reduce((sum, row) => sum + row.open_alerts, 0));
  }, [caseload.value]);
  useEffect(() => forgetNews, []);
  return <Framed me={me} at={at} caseload={caseload} />;
}

function Framed({ me, at, caseload }: Props & { caseload: LoadedCaseload | null }) {
  const main = useRef<HTMLElement>(null);
  const came = useRef(at);
  const open = openAlerts.value;
  useEffect(() => {
    document.title = open > 0 ? `(${open}) ${t('app.name')}` : t('app.name');
  }, [at, open]);
  useEffect(() => {
    if (came.current === at) return; // the first page keeps the browser's own focus
    came.current = at;
    main.current?.focus({ preventScroll: true });
  }, [at]);
  return (
    <>
      <button type="button" class="skip-link" onClick={() => main.current?.focus()}>
        {t('common.skip')}
      </button>
      <Nav me={me} at={at} openAlerts={open} />
      <p class="sr-only" role="status">
        {news}
      </p>
      <ReachBanner me={me} at={at} />
      <main ref={main} id="main" class="page" tabIndex={-1}>
        {caseload ? <CareRoute me={me} at={at} caseload={caseload} /> : <AdminRoute me={me} at={at} />}
      </main>
    </>
  );
}

function CareRoute({ me, at, caseload }: Props & { caseload: LoadedCaseload }) {
  const summary = match('/summaries/:id', at);
  const live = match('/patients/:id/summary', at) ?? match('/patients/:id/summary/:course', at);
  const alert = match('/alerts/:id', at);
  const patient = match('/patients/:id/:tab', at) ?? match('/patients/:id', at);
  if (summary?.id) return <StoredSummary id={summary.id} />;
  if (live?.id) return <LiveSummary patientId={live.id} courseId={live.course ?? null} />;
  if (patient?.id) return <Patient me={me} id={patient.id} tab={patient.tab ?? 'timeline'} />;
  if (at === '/summaries') return <Summaries />;
  if (alert?.id) return <Detail key={alert.id} me={me} id={alert.id} onChange={() => void caseload.reload()} />;
  if (at === '/alerts') return <Inbox onChange={() => void caseload.reload()} />;
  if (at.startsWith('/clinic')) return <Clinic me={me} at={at} />;
  if (at === '/invite') return <InvitePatient me={me} />;
  if (at === '/you') return <You me={me} />;
  return <Caseload me={me} load={caseload} />;
}

function AdminRoute({ me, at }: Props) {
  if (at.startsWith('/clinic')) return <Clinic me={me} at={at} />;
  if (at === '/invite') return <InvitePatient me={me} />;
  if (at === '/invite/staff') return <InviteStaff />;
  if (at === '/you') return <You me={me} />;
  return <People me={me} />;
}
