import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadScreen } from '../src/crisis/lexicon';
import type { OwnPhrase } from '../src/crisis/ownWords';

interface Vector {
  text: string;
  tier: string | null;
  category: string | null;
  start: number | null;
  end: number | null;
  words?: OwnPhrase[];
}

const file = new URL('../../tests/vectors/crisis.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };
const screenText = await loadScreen();

test('there are vectors to hold the twin to', () => {
  expect(vectors.length).toBeGreaterThan(50);
});

test.each(vectors)('the phone says of $text what the server says', ({ text, words, tier, category, start, end }) => {
  const match = screenText(text, words);
  expect(match).toEqual(tier === null ? null : { tier, category, start, end });
});

test('a text of a hundred thousand characters is screened', () => {
  const match = screenText(`${'i want to do not want to be so tired of '.repeat(2_500)} i want to die`);
  expect(match?.tier).toBe('explicit');
});
