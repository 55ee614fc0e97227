import { expect, test } from 'vitest';
import { endOf } from './statusEnd';

const now = new Date(2026, 11, 31, 22, 15);

test('a status ends after the time that was chosen, or never', () => {
  expect(endOf('30m', now)).toBe(new Date(2026, 11, 31, 22, 45).toISOString());
  expect(endOf('4h', now)).toBe(new Date(2027, 0, 1, 2, 15).toISOString());
  expect(endOf('never', now)).toBeNull();
});

test('today ends at the next midnight, on the last day of a year too', () => {
  expect(endOf('today', now)).toBe(new Date(2027, 0, 1).toISOString());
});
