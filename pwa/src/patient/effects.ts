import { language } from '../i18n/i18n';
import { vocabulary } from './crisis';

/** The words of an effect in the language of the app; its id in plain letters while the list is on its way. */
export const effectName = (id: string) => vocabulary.value?.labelOf(id, language.value) ?? id.replaceAll('_', ' ');
