import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeHotline } from '../src/crisis/hotline';
import { type Raised, raisedItems, raisedRatings } from '../src/crisis/items';
import type { Tier } from '../src/crisis/screen';
import { answersHotline, pageHotline, sessionHotline } from '../src/patient/care/crisis';
import { here, prepareCrisis } from '../src/patient/crisis';

type Vector = { raised: Raised[] } & (
  | { instrument: string; answers: (number | null)[] }
  | { form: string; ratings: Record<string, number> }
);

const file = new URL('../../tests/vectors/safety_items.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] };

test('there are vectors to hold the twin to', () => {
  expect(vectors.length).toBeGreaterThan(10);
});

test.each(vectors)('the phone says of $form$instrument $ratings$answers what the server says', (vector) => {
  const raised = 'form' in vector ? raisedRatings(vector.form, vector.ratings) : raisedItems(vector.instrument, vector.answers);
  expect(raised).toEqual(vector.raised);
});

const page = { form: 'dbt', texts: {}, ratings: {}, audience: 'private' } as const;
const hotline = (tier: Tier | 'unscreened', isPrivate: boolean) => makeHotline(tier, { ...here(), private: isPrivate });

test('a page is answered on the phone, by its numbers even before the word lists are there', () => {
  expect(pageHotline({ ...page, ratings: { urge_die: 0, urge_use: 5 } })).toBeNull();
  expect(pageHotline({ ...page, ratings: { urge_hurt: 1 } })).toEqual(hotline('explicit', true));
  expect(pageHotline({ ...page, audience: 'team', ratings: { urge_die: 5 } })).toEqual(hotline('explicit', false));
  expect(pageHotline({ ...page, texts: { skills_own: 'I went for a walk.' } })).toEqual(hotline('unscreened', true));
});

test('every text of a page is screened, and all of them as one', async () => {
  await prepareCrisis();
  expect(pageHotline({ ...page, texts: { skills_own: 'I went for a walk.', target_words: ' ' } })).toBeNull();
  expect(pageHotline({ ...page, texts: { skills_own: 'A walk.', target_words: 'I want to die' } })).toEqual(hotline('explicit', true));
  const urgent = { ...page, ratings: { urge_die: 1 }, texts: { skills_own: 'I took the whole bottle of pills' } };
  expect(pageHotline(urgent)).toEqual(hotline('urgent', true));
  const signs = { situation: 'This treatment was my last hope.', thought: 'I am invisible to everyone.' };
  for (const text of Object.values(signs)) expect(pageHotline({ ...page, form: 'free', texts: { text } })).toBeNull();
  expect(pageHotline({ ...page, form: 'cbt', texts: signs })).toEqual(hotline('veiled', true));
});

test('answers to an instrument are answered on the phone', () => {
  expect(answersHotline('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 1])).toEqual(hotline('explicit', false));
  expect(answersHotline('phq-9', [3, 3, 3, 3, 3, 3, 3, 3, 0])).toBeNull();
});

test('answers before a session are answered on the phone: the safety question, and words', () => {
  const given = { amount: null, at_time: null, note: null };
  expect(sessionHotline([{ ...given, question: 'safety', answer: 'no' }])).toBeNull();
  for (const answer of ['yes', 'prefer_to_talk'] as const) {
    expect(sessionHotline([{ ...given, question: 'safety', answer }])).toEqual(hotline('explicit', false));
  }
  const worded = { ...given, question: 'new_meds', answer: 'yes' as const };
  expect(sessionHotline([{ ...worded, note: 'A cold remedy.' }])).toBeNull();
  expect(sessionHotline([{ ...worded, note: 'I stopped them all because I want to die' }])).toEqual(hotline('explicit', false));
});
