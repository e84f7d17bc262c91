import common from '../../i18n/common/es';
import admin from './es-admin';
import care from './es-care';
import schedule from './es-schedule';
import shell from './es-shell';
import summary from './es-summary';

export default { ...common, ...shell, ...care, ...schedule, ...summary, ...admin };
