import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '../api/types';
import { SignIn } from '../session/SignIn';
import { account } from '../session/session';
import { unsent } from '../sync/engine';
import { Notice } from '../ui';
import { go, match, path } from '../ui/router';
import { t } from './messages';
import { lazy } from './parts/lazy';
import { Navigation } from './parts/Navigation';
import { Screen } from './parts/Screen';
import { Update } from './parts/Update';
import { CheckIn } from './screens/CheckIn';
import { Help } from './screens/Help';
import { HotlineScreen, isPlan, shownHotline } from './screens/Hotline';
import { Today } from './screens/Today';
import { signedIn } from './state/person';
import { earlyHotline } from './state/result';
import { forgetInvitation, hotlineShown } from './state/visit';

const Join = lazy(() => import('./screens/Join').then((module) => module.Join));
const History = lazy(() => import('./screens/History').then((module) => module.History));
const Saved = lazy(loadSaved);
const SideEffect = lazy(() => import('./screens/SideEffect').then((module) => module.SideEffect));
const Unsent = lazy(() => import('./screens/Unsent').then((module) => module.Unsent));
const Plan = lazy(() => import('./plan/pages').then((module) => module.PlanPages));
const Care = lazy(() => import('./care/pages').then((module) => module.CarePages));
const More = lazy(() => import('./screens/More').then((module) => module.More));
const MorePage = lazy(() => import('./settings/pages').then((module) => module.MorePage));

const CARE = /^\/(measure|before|therapy|baseline)\b/;
/** On the phone before anything can be saved, and not what the first screen waits for. */
export async function loadSaved() {
  return (await import('./screens/Saved')).Saved;
}

const TABS = ['/', '/history', '/plan', '/more'];

export function App({ invitation }: { invitation: string | null }) {
  const [token, setToken] = useState(invitation);
  const hotline = shownHotline();
  const early = earlyHotline.value;
  const tabs = isPatient() && !token && TABS.includes(path.value) && !(path.value === '/plan' && fromHotline());
  const joined = (view: AccountView) => {
    setToken(null);
    forgetInvitation();
    history.replaceState(null, '', '/');
    path.value = '/';
    void signedIn(view);
  };
  return (
    <div class={tabs ? 'app with-tabs' : 'app'}>
      {path.value === '/help' && <Help />}
      {token && (
        // Kept while Help is open: what was typed has no other place yet.
        <div hidden={path.value === '/help'}>
          <Join token={token} onJoined={joined} />
        </div>
      )}
      {hotline && <HotlineScreen {...hotline} />}
      {early && isPlan(path.value) && <Plan />}
      {!token && (early || path.value !== '/help') && (
        <div hidden={hotline !== null || early !== null}>
          <Journal at={early?.form ?? path.value} />
        </div>
      )}
      {tabs && <Navigation />}
      {tabs && <Update />}
    </div>
  );
}

/** The plan that was opened beside the hotline leads back there and nowhere else. */
const fromHotline = () => hotlineShown.isFor(account.value?.account_id);

/** Staff who join or sign in here are on their way to their workspace: nothing is read for a journal that they do not have. */
const isPatient = () => account.value?.role === 'patient';

function Journal({ at }: { at: string }) {
  if (account.value === undefined || (account.value && !isPatient())) return <Screen title={t('app.name')}>{null}</Screen>;
  if (account.value === null || at === '/sign-in') return <SignInScreen />;
  const checkIn = match('/check-in/:day', at);
  if (checkIn) return <CheckIn key={checkIn.day} day={checkIn.day as string} />;
  const report = match('/side-effect/:id', at);
  if (report) return <SideEffect key={report.id} report_id={report.id as string} />;
  if (isPlan(at)) return <Plan />;
  if (CARE.test(at)) return <Care key={at} at={at} />;
  const page = match('/more/:page', at);
  if (page) return <MorePage key={page.page} page={page.page as string} />;
  switch (at) {
    case '/side-effect':
      return <SideEffect report_id={null} />;
    case '/saved':
      return <Saved />;
    case '/history':
      return <History />;
    case '/more':
      return <More />;
    case '/unsent':
      return <Unsent />;
    case '/':
      return <Today />;
    default:
      return <Elsewhere />;
  }
}

/** An address that this version does not know: home, not an error. */
function Elsewhere() {
  useEffect(() => go('/', { replace: true }), []);
  return null;
}

function SignInScreen() {
  const kept = unsent.value.length;
  const enter = async (view: AccountView) => {
    await signedIn(view);
    if (path.value === '/sign-in') go('/', { replace: true });
  };
  return (
    <Screen title={t('app.name')}>
      <p class="soft">{t('sign_in.what')}</p>
      {kept > 0 && <Notice>{t('sign_in.kept', { n: kept })}</Notice>}
      <SignIn onSignedIn={(view) => void enter(view)} />
    </Screen>
  );
}
