import { type Translate, translate } from '../../i18n/i18n';
import type en from './en';
import type partsEn from './parts-en';

export const t = translate as Translate<typeof en & typeof partsEn>;

export const catalogue = { en: () => import('./en'), es: () => import('./es') };

/** For parts that bring their words along: see addWords. */
export const parts = { en: () => import('./parts-en'), es: () => import('./parts-es') };
