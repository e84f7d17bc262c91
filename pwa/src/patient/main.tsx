import { render } from 'preact';
import { startLanguage } from '../i18n/i18n';
import { listenForChances } from '../sync/engine';
import '../ui/base.css';
import { startRouter } from '../ui/router';
import { startTheme } from '../ui/theme';
import '../ui/tokens.css';
import { registerWorker } from '../worker/register';
import { App, loadSaved } from './App';
import { prepareCrisis } from './crisis';
import { listenForInstall } from './install';
import './forms.css';
import './help.css';
import './patient.css';
import { account } from '../session/session';
import { renew } from './push';
import { watchTheDay } from './state/journal';
import { keepAccountFresh, startPerson } from './state/person';
import { takeInvitation } from './state/visit';

const invitation = takeInvitation();
startTheme();
startRouter();
listenForInstall();
await startLanguage({ en: () => import('./messages/en'), es: () => import('./messages/es') });
const person = startPerson();
render(<App invitation={invitation} />, document.getElementById('app') as HTMLElement);
void prepareCrisis();
void loadSaved().catch(() => undefined);
// A browser without one still works online. Only now: what it stores would keep waiting what the first screen stores.
void person
  .catch(() => undefined)
  .then(registerWorker)
  .catch(() => undefined);
await person;
listenForChances();
watchTheDay();
keepAccountFresh();
if (account.value?.role === 'patient') void renew().catch(() => undefined);
