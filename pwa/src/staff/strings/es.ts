import common from '../../i18n/common/es';
import admin from './es-admin';
import alerts from './es-alerts';
import care from './es-care';
import crisis from './es-crisis';
import schedule from './es-schedule';
import shell from './es-shell';
import summary from './es-summary';

export default { ...common, ...shell, ...care, ...alerts, ...schedule, ...summary, ...admin, ...crisis };
