import { type Messages, type Translate, translate } from '../i18n';
import type en from './en';

/** Typed for the words that both apps have. Each app has its own `t` with its own keys beside these. */
export const t = translate as Translate<typeof en & Messages>;
