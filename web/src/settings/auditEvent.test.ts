import { expect, test } from 'vitest';
import { detailOf, sentenceOf } from './auditEvent';

test('events are said in words, those of a newer server by their own name', () => {
  expect(sentenceOf({ type: 'session.refused' })).toBe('Log-in refused');
  expect(sentenceOf({ type: 'two_factor.something_new' })).toBe('Two factor something new');
});

test('whatever an event knows besides is said, and nothing where it knows nothing', () => {
  expect(detailOf({ detail: { from: 'user', to: 'admin', until: null } })).toBe('from: user, to: admin');
  expect(detailOf({ detail: {} })).toBe('');
  expect(detailOf({ detail: null })).toBe('');
});
