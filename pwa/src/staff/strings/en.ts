import common from '../../i18n/common/en';
import admin from './en-admin';
import care from './en-care';
import schedule from './en-schedule';
import shell from './en-shell';
import summary from './en-summary';

export default { ...common, ...shell, ...care, ...schedule, ...summary, ...admin };
