import { render } from 'preact';
import { startLanguage } from '../i18n/i18n';
import { startTheme } from '../ui/theme';
import '../ui/tokens.css';
import '../ui/base.css';

startTheme();
await startLanguage({ en: () => import('../i18n/common/en'), es: () => import('../i18n/common/es') });
render(<main />, document.getElementById('app') as HTMLElement);
