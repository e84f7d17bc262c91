import { expect, test } from 'vitest';
import { countries } from '../src/staff/ui/places';

test('a country is offered once, under the code that its help lines are kept under', () => {
  const offered = countries();
  const names = offered.map((country) => country.label);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const codes = offered.map((country) => country.value);
  expect(codes).toEqual(expect.arrayContaining(['US', 'DE', 'GB', 'RS', 'FR', 'MM', 'XK']));
  expect(codes).not.toContain('DD');
});
