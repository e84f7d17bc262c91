import { useEffect, useState } from 'preact/hooks';
import type { AccountView, Id } from '../api/types';
import { language, storedLanguage, useLanguage } from '../i18n/i18n';
import { account, homeOf, loadAccount, speaks } from '../session/session';
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
  const [agreed, setAgreed] = useState<Id | null>(null);
  const ask = () => void asking.run(loadAccount);
  useEffect(ask, [changedElsewhere.value]);
  const view = account.value;
  useEffect(() => {
    forgetAll();
    if (view && view.role !== 'patient') void renew().catch(() => undefined); // tried again at the next start
  }, [view?.account_id]);

  useEffect(() => {
    if (!view || view.role === 'patient' || agreed === view.account_id) return;
    void oneLanguage(view).finally(() => setAgreed(view.account_id));
  }, [view?.account_id]);

  if (view === undefined) return asking.error ? <NoServer error={asking.error} onRetry={ask} /> : null;
  if (view === null) return <Gate />;
  if (leavesForTheJournal(view)) return null;
  if (agreed !== view.account_id) return null;
  return <Shell key={view.account_id} me={view} at={path.value} />;
}

/** What was chosen on this device is the language of the account too; where nothing was, the account's is read. */
const oneLanguage = (view: AccountView): Promise<void> =>
  (storedLanguage() === null ? useLanguage(view.language === 'es' ? 'es' : 'en', false) : speaks(language.value)).catch(() => undefined);

function leavesForTheJournal(view: AccountView): boolean {
  if (view.role !== 'patient') return false;
  location.replace(homeOf(view));
  return true;
}
