import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import commonEn from '../src/i18n/common/en';
import commonEs from '../src/i18n/common/es';
import type { Message, Messages } from '../src/i18n/i18n';
import patientEn from '../src/patient/messages/en';
import patientEs from '../src/patient/messages/es';
import staffEn from '../src/staff/strings/en';
import staffEs from '../src/staff/strings/es';
import partsEn from '../src/staff/strings/parts-en';
import partsEs from '../src/staff/strings/parts-es';

const pairs: [string, Messages, Messages][] = [
  ['common', commonEn, commonEs],
  ['patient', patientEn, patientEs],
  ['staff', staffEn, staffEs],
  ['parts of staff', partsEn, partsEs],
];

const forms = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other]);
const blanks = (message: Message) => [...new Set(forms(message).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

test.each(pairs)('%s: both languages have the same keys', (_, en, es) => {
  expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
});

test.each(pairs)('%s: no message is empty, and both languages fill the same blanks', (_, en, es) => {
  for (const [key, message] of Object.entries(en)) {
    for (const form of [...forms(message), ...forms(es[key] as Message)]) expect(form.trim(), key).not.toBe('');
    expect(blanks(es[key] as Message), key).toEqual(blanks(message));
  }
});

test.each(pairs)('%s: no exclamation marks, and none of the words that blame or celebrate', (_, en, es) => {
  for (const message of [...Object.values(en), ...Object.values(es)]) {
    for (const form of forms(message)) expect(form).not.toMatch(/[!¡]|oops|streak|failed|compliance|committed|journey/i);
  }
});

test('every message of the patient app is used', () => {
  const folder = fileURLToPath(new URL('../src/', import.meta.url));
  const source = globSync('{patient,session,ui,staff}/**/*.{ts,tsx}', { cwd: folder })
    .filter((path) => !path.startsWith('patient/messages/'))
    .map((path) => readFileSync(folder + path, 'utf8'))
    .join('\n');
  // Whole keys, and the fixed beginning of those that are put together: `field.${name}`.
  const named = new Set([...source.matchAll(/'([a-z_]+\.[a-z0-9_]+)'/g)].map((match) => match[1] as string));
  const begun = [...new Set([...source.matchAll(/`([a-z_]+\.[a-z0-9_]*)\$\{/g)].map((match) => match[1] as string))];
  const unused = Object.keys(patientEn).filter((key) => !named.has(key) && !begun.some((start) => key.startsWith(start)));
  expect(unused).toEqual([]);
});

test('a part of the staff app brings words of its own and takes none of the others', () => {
  expect(Object.keys(partsEn).filter((key) => key in staffEn)).toEqual([]);
});
