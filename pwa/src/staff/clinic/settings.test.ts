import { describe, expect, it } from 'vitest';
import { fitting, minutesIn, moved, onCall } from './order';
import { isPhone, isPhrase, samePhrase } from './settings';
import type { Listed, When } from './shapes';
import { sourcesIn } from './sources';

const listed = (...whens: When[]): Listed[] => whens.map((when, index) => ({ account_id: 'abcdef'.charAt(index), when }));
const ids = (people: readonly Listed[]) => people.map((person) => person.account_id).join('');

describe('the escalation list', () => {
  it('moves a person one place, and nobody past an end', () => {
    const people = listed('always', 'day', 'on_call');
    expect(ids(moved(people, 'b', -1))).toBe('bac');
    expect(ids(moved(people, 'b', 1))).toBe('acb');
    expect(ids(moved(people, 'a', -1))).toBe('abc');
    expect(ids(moved(people, 'c', 1))).toBe('abc');
    expect(ids(moved(people, 'x', 1))).toBe('abc');
    expect(ids(people)).toBe('abc');
  });

  it('by day skips who is on call, outside the day who is there by day', () => {
    const people = listed('day', 'always', 'on_call', 'on_call');
    expect(ids(fitting(people, 'day'))).toBe('ab');
    expect(ids(fitting(people, 'on_call'))).toBe('bcd');
  });

  it('outside the day tells the first on call at once, and the others who fit after them', () => {
    const { atOnce, after } = onCall(listed('always', 'on_call', 'day', 'on_call'));
    expect(atOnce?.account_id).toBe('b');
    expect(ids(after)).toBe('ad');
    expect(onCall(listed('always')).atOnce).toBeNull();
  });

  it('takes whole minutes from 5 to 240', () => {
    expect(['5', '240', ' 30 '].map(minutesIn)).toEqual([5, 240, 30]);
    expect(['4', '241', '7.5', '', ' ', 'x'].map(minutesIn)).toEqual([null, null, null, null, null, null]);
  });
});

describe('words and numbers of the clinic', () => {
  it('a phrase has 3 to 80 characters and a letter', () => {
    expect(['kms', 'ñññ', 'x'.repeat(80), 'go to the lake'].every(isPhrase)).toBe(true);
    expect(['km', '123', '!!!', 'x'.repeat(81), ''].some(isPhrase)).toBe(false);
  });

  it('counts what people see as one character as one', () => expect(isPhrase('😀😀a')).toBe(true));

  it('a number has a digit and nothing but signs of a number', () => {
    expect(['988', '+1 (555) 010-0100', '*123#'].every(isPhone)).toBe(true);
    expect(['', '---', 'call 988', '9'.repeat(41)].some(isPhone)).toBe(false);
  });

  it('phrases that differ by capitals or accents are the same', () => {
    expect(samePhrase('Al Río', 'al rio')).toBe(true);
    expect(samePhrase('al río', 'al mar')).toBe(false);
  });
});

it('a source keeps its words, and gets a link only to a page on https', () => {
  expect(sourcesIn('https://a.example/x (page seen); a book, page 3; http://b.example')).toEqual([
    { text: 'https://a.example/x (page seen)', url: 'https://a.example/x' },
    { text: 'a book, page 3', url: null },
    { text: 'http://b.example', url: null },
  ]);
});
