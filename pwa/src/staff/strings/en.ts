import common from '../../i18n/common/en';
import admin from './en-admin';
import alerts from './en-alerts';
import care from './en-care';
import crisis from './en-crisis';
import schedule from './en-schedule';
import shell from './en-shell';
import summary from './en-summary';

export default { ...common, ...shell, ...care, ...alerts, ...schedule, ...summary, ...admin, ...crisis };
