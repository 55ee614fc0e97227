import { expect, test } from 'vitest';
import { backoff } from './backoff';

test('the first try comes soon, later ones ever later, up to the limit', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 50].map((n) => backoff(n, () => 1));
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
});

test('chance spreads the tries over half of the time', () => {
  expect(backoff(3, () => 0)).toBe(1000);
  expect(backoff(3, () => 0.5)).toBe(1500);
});
