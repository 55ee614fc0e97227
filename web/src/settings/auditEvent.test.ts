import { expect, test } from 'vitest';
import { sentenceOf } from './auditEvent';

test('events are said in words, those of a newer server by their own name', () => {
  expect(sentenceOf({ type: 'session.refused' })).toBe('Log-in refused');
  expect(sentenceOf({ type: 'two_factor.something_new' })).toBe('Two factor something new');
});
