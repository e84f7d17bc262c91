import { type Translate, translate } from '../../i18n/i18n';
import type en from './en';

/** The words of the patient's app. */
export type Key = keyof typeof en;
export const t = translate as Translate<typeof en>;
