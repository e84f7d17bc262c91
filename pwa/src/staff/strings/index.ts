import { type Translate, translate } from '../../i18n/i18n';
import type en from './en';

export const t = translate as Translate<typeof en>;

export const catalogue = { en: () => import('./en'), es: () => import('./es') };
