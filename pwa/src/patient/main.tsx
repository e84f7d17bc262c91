import { render } from 'preact';
import { startLanguage } from '../i18n/i18n';
import { listenForChances } from '../sync/engine';
import '../ui/base.css';
import { startRouter } from '../ui/router';
import { startTheme } from '../ui/theme';
import '../ui/tokens.css';
import { registerWorker } from '../worker/register';
import { App } from './App';
import { prepareCrisis } from './crisis';
import { listenForInstall } from './install';
import './patient.css';
import { account } from '../session/session';
import { renew } from './push';
import { followZone } from './settings/change';
import { watchTheDay } from './state/journal';
import { startPerson } from './state/person';
import { takeInvitation } from './state/visit';

const invitation = takeInvitation();
startTheme();
startRouter();
listenForInstall();
await startLanguage({ en: () => import('./messages/en'), es: () => import('./messages/es') });
const person = startPerson();
render(<App invitation={invitation} />, document.getElementById('app') as HTMLElement);
void prepareCrisis();
void registerWorker().catch(() => undefined); // a browser without one still works online
await person;
listenForChances();
watchTheDay();
if (account.value?.role === 'patient') {
  void followZone();
  void renew().catch(() => undefined);
}
