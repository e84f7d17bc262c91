import { expect, test } from 'vitest';
import { uuid7 } from '../src/store/uuid7';

test('has the form of a UUID of version 7', () => {
  expect(uuid7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('carries its time', () => {
  const at = Date.UTC(2030, 0, 1);
  expect(Number.parseInt(uuid7(at).replace(/-/g, '').slice(0, 12), 16)).toBe(at);
});

test('later ones sort later, also within one millisecond and when the clock steps back', () => {
  const at = Date.UTC(2031, 0, 1);
  const made = [uuid7(at), ...Array.from({ length: 9_000 }, () => uuid7(at)), uuid7(at - 5_000), uuid7(at + 60_000)];
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
});
