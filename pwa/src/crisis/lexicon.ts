import type { FoldTable } from './folding';
import type { Phrases } from './patterns';
import { makeScreen, type Screen } from './screen';

/** The compiled screen. Table and words are larger than the app, so each is a chunk of its own. */
export async function loadScreen(): Promise<Screen> {
  const [table, en, es] = await Promise.all([
    import('../../../clinical/crisis/fold.json'),
    import('../../../clinical/crisis/phrases.en.json'),
    import('../../../clinical/crisis/phrases.es.json'),
  ]);
  return makeScreen(table.default as unknown as FoldTable, [en.default, es.default] as unknown as Phrases[]);
}
