import { expect, test } from 'vitest';
import { valueAfterKey, valueAt } from '../src/ui/scale';

test('arrow keys move by one and stop at both ends', () => {
  expect(valueAfterKey(5, 'ArrowRight')).toBe(6);
  expect(valueAfterKey(5, 'ArrowUp')).toBe(6);
  expect(valueAfterKey(5, 'ArrowLeft')).toBe(4);
  expect(valueAfterKey(10, 'ArrowRight')).toBe(10);
  expect(valueAfterKey(0, 'ArrowDown')).toBe(0);
});

test('an empty scale begins in the middle, so that no end is suggested', () => {
  for (const key of ['ArrowRight', 'ArrowLeft', 'PageUp', 'PageDown']) expect(valueAfterKey(null, key)).toBe(5);
});

test('Home, End, digits and Delete do what they say', () => {
  expect(valueAfterKey(5, 'Home')).toBe(0);
  expect(valueAfterKey(null, 'End')).toBe(10);
  expect(valueAfterKey(null, '7')).toBe(7);
  expect(valueAfterKey(7, 'Delete')).toBeNull();
});

test('keys that are not the scale’s are left to the page', () => {
  for (const key of ['Tab', 'Enter', 'a', 'Escape', 'F5']) expect(valueAfterKey(5, key)).toBeUndefined();
});

test('a finger chooses the number under it, also beyond the ends', () => {
  expect(valueAt(100, 100, 330)).toBe(0);
  expect(valueAt(100 + 6 * 30 + 1, 100, 330)).toBe(6);
  expect(valueAt(429, 100, 330)).toBe(10);
  expect(valueAt(-50, 100, 330)).toBe(0);
  expect(valueAt(900, 100, 330)).toBe(10);
});
