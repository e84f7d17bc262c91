import { beforeAll, describe, expect, it } from 'vitest';
import type { TherapyPage } from '../summary/shapes';
import { speak } from '../testing';
import { answerText, type GivenAnswer, isOpenStop, sorted } from './preSession';
import { type Form, linesOf, skillText } from './therapy';

beforeAll(() => speak('en'));

const form: Form = {
  id: 'dbt',
  name: 'Diary card',
  fields: [
    { name: 'urge', label: 'Urge', kind: 'rating', high: 5, options: null },
    {
      name: 'skills',
      label: 'Skills I used',
      kind: 'choice',
      high: null,
      options: [
        { name: 'here', label: 'Being here and now' },
        { name: 'people', label: 'Getting along' },
      ],
    },
    { name: 'target', label: 'Did I do it?', kind: 'yes_no', high: null, options: null },
    { name: 'times', label: 'How many times?', kind: 'count', high: 1000, options: null },
    { name: 'words', label: 'In my words', kind: 'text', high: null, options: null },
  ],
};

const page = (texts: Record<string, string>, ratings: Record<string, number>): TherapyPage => ({
  page_id: '1',
  revision_id: '1',
  based_on: null,
  audience: 'therapist',
  late: false,
  synced_later: false,
  received_at: '2026-11-20T20:00:01Z',
  form: 'dbt',
  day: '2026-11-20',
  texts,
  ratings,
  homework_id: null,
  written_at: '2026-11-20T20:00:00Z',
});

describe('a therapy page', () => {
  it('is listed in the order of its form, and a 0 is an answer', () => {
    const lines = linesOf(page({ words: 'I called her.' }, { urge: 0, here: 1, people: 1, target: 0, times: 3 }), form);
    expect(lines.map((line) => [line.label, line.value, line.words])).toEqual([
      ['Urge', '0 of 5', false],
      ['Skills I used', 'Being here and now, Getting along', false],
      ['Did I do it?', 'No', false],
      ['How many times?', '3', false],
      ['In my words', 'I called her.', true],
    ]);
  });

  it('leaves out what was left empty', () => {
    expect(linesOf(page({}, { here: 0 }), form)).toEqual([]);
  });

  it('counts skills by pages', () => {
    const used = { name: 'here', en: 'Being here and now', es: 'Estar aquí y ahora', days: ['2026-11-20'] };
    expect(skillText({ ...used, pages: 2 })).toBe('Being here and now, on 2 pages');
    expect(skillText({ ...used, pages: 1 })).toBe('Being here and now, on 1 page');
  });
});

describe('answers before a session', () => {
  const answer = (question: string, over: Partial<GivenAnswer> = {}): GivenAnswer => ({
    question,
    text: question,
    answer: 'no',
    answer_text: 'No',
    amount: null,
    at_time: null,
    note: null,
    action: 'none',
    prescriber_only: false,
    earlier: null,
    reviewed: null,
    ...over,
  });

  it('put what stops a session first, and never read a missing answer as a no', () => {
    const reviewed = { by: 'Dr. Voss', at: '2026-11-20T08:00:00Z', what_was_done: 'Called.' };
    const found = sorted([
      answer('alcohol'),
      answer('medicine', { answer: 'yes', action: 'tell_staff_before' }),
      answer('metal', { answer: 'yes', action: 'stop_and_tell_staff', reviewed }),
      answer('seizure', { answer: 'not_sure', action: 'stop_and_tell_staff' }),
      answer('pressure', { answer: 'not_answered' }),
      answer('ill', { answer: 'not_sure' }),
    ]);
    expect(found.look.map((each) => each.question)).toEqual(['seizure', 'metal', 'medicine']);
    expect(found.look.filter(isOpenStop).map((each) => each.question)).toEqual(['seizure']);
    expect([found.unanswered, found.unsure, found.said].map((group) => group.map((each) => each.question))).toEqual([
      ['pressure'],
      ['ill'],
      ['alcohol'],
    ]);
  });

  it('say hours and times as such', () => {
    expect(answerText(answer('sleep', { amount: 5.5 }))).toBe('5.5 hours');
    expect(answerText(answer('food', { at_time: '2026-11-22T07:30:00' }))).toMatch(/22 Nov.*7:30/);
    expect(answerText(answer('alcohol'))).toBe('No');
  });
});
