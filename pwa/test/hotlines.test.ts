import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { OwnLine } from '../src/api/plan';
import type { HelpLine, Language } from '../src/api/types';
import { EVERYWHERE, emergencyNumber, helpLines } from '../src/crisis/directory';

interface Vector {
  chosen: string | null;
  clinic: string | null;
  language: Language;
  own_line: OwnLine | null;
  country: string;
  emergency_number: string;
  lines: HelpLine[];
}

const file = new URL('../../tests/vectors/hotlines.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };

test('there are vectors to hold the twin to', () => {
  expect(vectors.length).toBeGreaterThan(15);
});

test.each(vectors)('the phone shows in $country ($language) the lines that the server shows', (vector) => {
  const { chosen, clinic, language, own_line, country, emergency_number, lines } = vector;
  expect(chosen ?? clinic ?? EVERYWHERE).toBe(country);
  expect(emergencyNumber(country)).toBe(emergency_number);
  expect(helpLines(country, language, own_line)).toEqual(lines);
});
