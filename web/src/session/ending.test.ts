import { expect, test } from 'vitest';
import { sentenceOf } from './ending';

test('a person who logged out is told nothing', () => {
  expect(sentenceOf({ reason: 'logged_out' })).toBeNull();
  expect(sentenceOf(null)).toBeNull();
});

test('each reason has a sentence, and one that is not known yet too', () => {
  expect(sentenceOf({ reason: 'revoked' })).toContain('signed out from another');
  expect(sentenceOf({ reason: 'suspended' })).toBe('This account is suspended.');
  expect(sentenceOf({ reason: 'suspended', until: '2026-12-01T10:00:00Z' })).toMatch(/suspended until .*2026/);
  expect(sentenceOf({ reason: 'something_new' })).toBe('Your session has ended. Please log in again.');
});
