import { useEffect } from 'preact/hooks';
import type { AccountView } from '../api/types';
import { account, homeOf, loadAccount } from '../session/session';
import { changedElsewhere } from '../session/whoami';
import { path } from '../ui/router';
import { Gate } from './Gate';
import { forgetAll, useAction } from './load';
import { NoServer } from './NoServer';
import { renew } from './push';
import { Shell } from './Shell';

/** Who is here decides what there is: nobody signs in, staff work, patients go to their journal. */
export function App() {
  const asking = useAction();
  const ask = () => void asking.run(loadAccount);
  useEffect(ask, [changedElsewhere.value]);
  const view = account.value;
  useEffect(() => {
    forgetAll();
    if (view && view.role !== 'patient') void renew().catch(() => undefined); // tried again at the next start
  }, [view?.account_id]);

  if (view === undefined) return asking.error ? <NoServer error={asking.error} onRetry={ask} /> : null;
  if (view === null) return <Gate />;
  if (leavesForTheJournal(view)) return null;
  return <Shell key={view.account_id} me={view} at={path.value} />;
}

function leavesForTheJournal(view: AccountView): boolean {
  if (view.role !== 'patient') return false;
  location.replace(homeOf(view));
  return true;
}
