import { useEffect, useRef } from 'preact/hooks';
import { get } from '../api/client';
import type { AccountView } from '../api/types';
import { match } from '../ui/router';
import { type Loaded, useLoad } from './load';
import { Nav } from './Nav';
import { Alerts } from './screens/Alerts';
import { Caseload } from './screens/Caseload';
import { Clinic } from './screens/Clinic';
import { InvitePatient } from './screens/InvitePatient';
import { InviteStaff } from './screens/InviteStaff';
import { Patient } from './screens/Patient';
import { People } from './screens/People';
import { Summaries } from './screens/Summaries';
import { LiveSummary, StoredSummary } from './screens/SummaryPage';
import { You } from './screens/You';
import { t } from './strings';
import type { CaseloadRow } from './types';

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
 * The number of open alerts in the navigation comes from the caseload: reading the alert inbox counts as having seen
 * what is in it, which only a person on that page has.
 */
function Caring({ me, at }: Props) {
  const caseload = useLoad('caseload', () => get<CaseloadRow[]>('/api/caseload'), { every: CASELOAD_EVERY_MS });
  return <Framed me={me} at={at} caseload={caseload} />;
}

function Framed({ me, at, caseload }: Props & { caseload: LoadedCaseload | null }) {
  const main = useRef<HTMLElement>(null);
  const came = useRef(at);
  useEffect(() => {
    document.title = t('app.name');
    if (came.current === at) return; // the first page keeps the browser's own focus
    came.current = at;
    main.current?.focus({ preventScroll: true });
  }, [at]);
  return (
    <>
      <button type="button" class="skip-link" onClick={() => main.current?.focus()}>
        {t('common.skip')}
      </button>
      <Nav me={me} at={at} openAlerts={caseload?.value?.reduce((sum, row) => sum + row.open_alerts, 0) ?? 0} />
      <main ref={main} id="main" class="page" tabIndex={-1}>
        {caseload ? <CareRoute me={me} at={at} caseload={caseload} /> : <AdminRoute me={me} at={at} />}
      </main>
    </>
  );
}

function CareRoute({ me, at, caseload }: Props & { caseload: LoadedCaseload }) {
  const summary = match('/summaries/:id', at);
  const live = match('/patients/:id/summary', at);
  const patient = match('/patients/:id/:tab', at) ?? match('/patients/:id', at);
  if (summary?.id) return <StoredSummary id={summary.id} />;
  if (live?.id) return <LiveSummary patientId={live.id} />;
  if (patient?.id) return <Patient me={me} id={patient.id} tab={patient.tab ?? 'timeline'} />;
  if (at === '/summaries') return <Summaries />;
  if (at === '/alerts') return <Alerts onChange={() => void caseload.reload()} />;
  if (at === '/invite') return <InvitePatient me={me} />;
  if (at === '/you') return <You me={me} />;
  return <Caseload me={me} load={caseload} />;
}

function AdminRoute({ me, at }: Props) {
  if (at === '/clinic') return <Clinic />;
  if (at === '/invite') return <InvitePatient me={me} />;
  if (at === '/invite/staff') return <InviteStaff />;
  if (at === '/you') return <You me={me} />;
  return <People me={me} />;
}
