import type { FoldTable } from './folding';
import type { Phrases } from './patterns';
import { makeScreen, type Screen } from './screen';

const files = import.meta.glob<Phrases>('../../../clinical/crisis/phrases/*/*.json', { import: 'default' });

/** The compiled screen. Table and words are larger than the app, so they are chunks of their own. */
export async function loadScreen(): Promise<Screen> {
  const [table, notSlips, answers, ...phrases] = await Promise.all([
    import('../../../clinical/crisis/fold.json'),
    import('../../../clinical/crisis/not_slips.json'),
    import('../../../clinical/crisis/answers.json'),
    ...Object.values(files).map((load) => load()),
  ]);
  return makeScreen({
    table: table.default as unknown as FoldTable,
    files: phrases as Phrases[],
    notSlips: notSlips.default,
    answers: answers.default,
  });
}
