import { expect, test } from 'vitest';
import { adviceOf } from './password';

test('length counts in characters as people see them', () => {
  expect(adviceOf('').strength).toBe('none');
  expect(adviceOf('1234567')).toEqual({ strength: 'short', text: 'Too short: 1 more.' });
  expect(adviceOf('🐢🐢🐢🐢').strength).toBe('short');
  expect(adviceOf('x'.repeat(129)).strength).toBe('short');
});

test('repeats, runs and the own name make no password strong', () => {
  expect(adviceOf('aaaaaaaaaaaaaaaa').strength).toBe('weak');
  expect(adviceOf('abcdefghijkl').strength).toBe('weak');
  expect(adviceOf('password1').strength).toBe('weak');
  expect(adviceOf('annika_annika', ['annika']).strength).toBe('weak');
});

test('a few words are strong without any sign or digit', () => {
  expect(adviceOf('correct horse').strength).toBe('fair');
  expect(adviceOf('correct horse batt').strength).toBe('good');
  expect(adviceOf('correct horse battery staple').strength).toBe('strong');
});
