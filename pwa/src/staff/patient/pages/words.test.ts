import { beforeAll, expect, it } from 'vitest';
import { speak } from '../../testing';
import type { FieldView, FormView, PageView } from './shapes';
import { linesOf, ratingText } from './words';

const field = (over: Partial<FieldView>): FieldView => ({
  name: 'x',
  label: 'X',
  hint: null,
  kind: 'rating',
  low: 0,
  high: 5,
  low_label: null,
  high_label: null,
  options: null,
  required: false,
  safety: false,
  ...over,
});

const page = (over: Partial<PageView>): PageView => ({
  page_id: 'p',
  revision_id: 'r',
  based_on: null,
  form: 'dbt',
  day: '2026-11-20',
  audience: 'team',
  texts: {},
  ratings: {},
  homework_id: null,
  written_at: '2026-11-20T10:00:00Z',
  received_at: '2026-11-20T10:00:01Z',
  late: false,
  synced_later: false,
  ...over,
});

beforeAll(() => speak('en'));

it('a rating stands with both ends of its scale', () => {
  const strength = field({ high: 100, low_label: 'Not at all', high_label: 'As strong as can be' });
  expect(ratingText(strength, { x: 70 })).toBe('70 (0 Not at all, 100 As strong as can be)');
  expect(ratingText(field({}), { x: 0 })).toBe('0 of 5');
  expect(ratingText(field({}), {})).toBeNull();
});

it('counts, yes and no, and options have their own words', () => {
  expect(ratingText(field({ kind: 'count', high: 99 }), { x: 3 })).toBe('3');
  expect(ratingText(field({ kind: 'yes_no', low: null, high: null }), { x: 0 })).toBe('No');
  expect(ratingText(field({ kind: 'yes_no', low: null, high: null }), { x: 1 })).toBe('Yes');
  const skills = field({
    kind: 'choice',
    options: [
      { name: 'breath', label: 'Slow breathing' },
      { name: 'cold', label: 'Cold water' },
    ],
  });
  expect(ratingText(skills, { breath: 1, cold: 1 })).toBe('Slow breathing; Cold water');
  expect(ratingText(skills, { breath: 0, cold: 0 })).toBe('none of them');
  expect(ratingText(skills, {})).toBeNull();
});

it('a page keeps the order of its form, and says what was left empty', () => {
  const form: FormView = {
    id: 'dbt',
    name: 'Diary card',
    about: '',
    fields: [
      field({ name: 'a', label: 'A' }),
      field({ name: 'b', label: 'B', kind: 'text', low: null, high: null }),
      field({ name: 'c', label: 'C' }),
    ],
  };
  expect(linesOf(page({ texts: { b: 'words' }, ratings: { c: 0 } }), form)).toEqual([
    { name: 'a', label: 'A', value: null, words: false },
    { name: 'b', label: 'B', value: 'words', words: true },
    { name: 'c', label: 'C', value: '0 of 5', words: false },
  ]);
});
