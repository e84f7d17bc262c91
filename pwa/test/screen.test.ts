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

test('a text of a million characters is screened in linear time', () => {
  const started = performance.now();
  screenText('i want to do not want to be so tired of '.repeat(25_000));
  expect(performance.now() - started).toBeLessThan(10_000);
});
