import { expect, test } from 'vitest';
import { mentionQuery, withMention } from './mentionQuery';

test('a name is asked for after an @ that begins a word', () => {
  expect(mentionQuery('hi @An', 6)).toEqual({ from: 3, query: 'an' });
  expect(mentionQuery('@', 1)).toEqual({ from: 0, query: '' });
  expect(mentionQuery('hi @ann and', 7)).toEqual({ from: 3, query: 'ann' });
});

test('not in an address, after a space, or far behind', () => {
  for (const text of ['ann@ex', 'hi @ann ', 'hi', `@${'a'.repeat(30)}`]) {
    expect(mentionQuery(text, text.length)).toBeNull();
  }
});

test('the name takes the place of what was typed', () => {
  expect(withMention('hi @an, you', 3, 6, 'ann')).toEqual({ text: 'hi @ann , you', caret: 8 });
  expect(withMention('hi @an you', 3, 6, 'ann')).toEqual({ text: 'hi @ann you', caret: 8 });
});
