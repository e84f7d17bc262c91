import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { OwnLine } from '../src/api/plan';
import type { HelpLine, Language } from '../src/api/types';
import { COUNTRIES, emergencyNumber, helpLines } from '../src/crisis/directory';
import { hotlineAgain, makeHotline } from '../src/crisis/hotline';
import { labelOf, levelOf, listFor, urgentInstruction } from '../src/crisis/vocabulary';

const report = { effect: 'nausea', severity: 'mild', onset: null, still_present: null, interference: null } as const;

test('every country has somebody to turn to and a number for an emergency', () => {
  for (const country of [...COUNTRIES, 'ZW']) {
    for (const language of ['en', 'es'] as const) {
      const lines = helpLines(country, language);
      expect(lines.length, country).toBeGreaterThan(0);
      expect(lines.length, country).toBeLessThanOrEqual(2);
      for (const line of lines) expect(line.dial ?? line.sms ?? line.chat_url, `${country} ${line.name}`).toBeTruthy();
      expect(emergencyNumber(country)).toMatch(/^\d+$/);
    }
  }
});

interface Vector {
  language: Language;
  own_line: OwnLine | null;
  country: string;
  emergency_number: string;
  lines: HelpLine[];
}

const file = new URL('../../tests/vectors/hotlines.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };

test.each(vectors)('in $country, in $language, the phone names the lines that the server names', (vector) => {
  expect(helpLines(vector.country, vector.language, vector.own_line)).toEqual(vector.lines);
  expect(emergencyNumber(vector.country)).toBe(vector.emergency_number);
});

test('a phone never learns which lines nobody has dialled yet', () => {
  for (const country of COUNTRIES) {
    for (const line of helpLines(country, 'en')) expect(Object.keys(line).join()).not.toMatch(/verified|confirmed|state|checked|source/);
  }
});

test('a Spanish speaker in the United States is told how to be answered in Spanish', () => {
  const [first] = helpLines('US', 'es');
  expect(first).toMatchObject({ dial: '988', sms_keyword: 'AYUDA' });
  expect(first?.how).toContain('2');
});

test('the hotline of this phone says what is true before anything was sent', () => {
  const hotline = makeHotline('urgent', { language: 'en', country: 'US', ownLine: null, contacts: [], private: true });
  expect(hotline.message).toContain('911');
  expect(hotline.aftermath).toMatch(/saved on this phone.*once it has been sent.*only you can read.*not wait/i);
});

test('a hotline shown again after a reload has the lines, and claims nothing about an entry', () => {
  const hotline = hotlineAgain({ language: 'en', country: 'US', ownLine: null, contacts: [] });
  expect(hotline.lines[0]).toMatchObject({ dial: '988' });
  expect(hotline.aftermath).not.toMatch(/saved|told/i);
});

test('a red flag has its instruction at once, and "not present" has none', () => {
  const place = { language: 'en', country: 'US', clinicPhone: '+1 555 0100' } as const;
  expect(urgentInstruction({ ...report, effect: 'seizure' }, 0, place)).toMatchObject({ level: 'emergency', dial: '911' });
  expect(urgentInstruction({ ...report, effect: 'urine_blood' }, 0, place)?.text).toContain('+1 555 0100');
  expect(urgentInstruction({ ...report, effect: 'seizure', severity: 'not_present' }, 0, place)).toBeNull();
  expect(urgentInstruction(report, 0, place)).toBeNull();
});

test('timing and severity raise the level as they do on the server', () => {
  expect(levelOf({ ...report, effect: 'dissociation', onset: 'day_1' })).toBe('call_clinic');
  expect(levelOf({ ...report, effect: 'dissociation', still_present: true }, 1)).toBe('call_clinic');
  expect(levelOf({ ...report, effect: 'face_twitch', onset: 'during_session', still_present: true })).toBe('emergency');
  expect(levelOf({ ...report, effect: 'headache', severity: 'severe' })).toBe('call_clinic');
  expect(levelOf({ ...report, severity: 'severe', interference: 'completely' })).toBe('call_clinic');
  expect(levelOf({ ...report, effect: 'suicidal' })).toBe('crisis');
  expect(levelOf({ ...report, effect: 'not_known_here' })).toBe('routine');
});

test('the list fits the treatment, and every effect has a name in both languages', () => {
  for (const modality of ['ketamine_iv', 'esketamine', 'tms', null]) {
    const { quick, more } = listFor(modality);
    expect(new Set([...quick, ...more]).size).toBe(quick.length + more.length);
    expect([...quick, ...more]).toContain('suicidal');
    for (const id of [...quick, ...more]) for (const language of ['en', 'es'] as const) expect(labelOf(id, language)).not.toBe(id);
  }
  expect(listFor('tms').quick).not.toContain('taste');
});
