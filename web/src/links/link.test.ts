import { expect, test } from 'vitest';
import { parseLink } from './link';

test('a link of a mail is known by its path and carries its token in the fragment', () => {
  expect(parseLink('/reset-password', '#token=a-b_c')).toEqual({ kind: 'reset-password', token: 'a-b_c' });
  expect(parseLink('/verify-email/', '#token=x%2By')).toEqual({ kind: 'verify-email', token: 'x+y' });
});

test('without its token the page still stands, and other paths are none of these', () => {
  expect(parseLink('/undo-email-change', '')).toEqual({ kind: 'undo-email-change', token: null });
  expect(parseLink('/', '#token=a')).toBeNull();
  expect(parseLink('/settings', '')).toBeNull();
});
