import { expect, test } from 'vitest';
import { matches } from './search';

const zoe = { username: 'z.lang', displayName: 'Zoë Lang' };

test('a friend is found by the beginning of any word of either name', () => {
  expect(['', 'zoe', 'ZOË', 'lang', 'z.l', 'zoe la', 'z'].every((query) => matches(zoe, query))).toBe(true);
});

test('the middle of a word finds nobody', () => {
  expect(['oe', 'ang', 'x'].some((query) => matches(zoe, query))).toBe(false);
});
