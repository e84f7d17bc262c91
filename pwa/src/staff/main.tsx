import { render } from 'preact';
import { startLanguage } from '../i18n/i18n';
import '../ui/base.css';
import { startRouter } from '../ui/router';
import { startTheme } from '../ui/theme';
import '../ui/tokens.css';
import { App } from './App';
import './staff.css';
import './charts/charts.css';
import './summary/summary.css';
import './alerts/alerts.css';
import './patient/patient.css';
import './print.css';
import { catalogue } from './strings';

startTheme();
startRouter();
await startLanguage(catalogue);
render(<App />, document.getElementById('app') as HTMLElement);
