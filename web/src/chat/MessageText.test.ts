import { expect, test } from 'vitest';
import { split } from './MessageText';

test('addresses become links, the sentence around them does not', () => {
  expect(split('see https://example.org/a?b=1, or (http://x.test).')).toEqual([
    { text: 'see ' },
    { text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
    { text: ', or (' },
    { text: 'http://x.test', href: 'http://x.test' },
    { text: ').' },
  ]);
});

test('other schemes and markup stay text', () => {
  for (const text of ['javascript:alert(1)', '<b onclick="x()">hi</b>', 'data:text/html,x', 'http://', '']) {
    expect(split(text).some((part) => part.href)).toBe(false);
    expect(split(text).map((part) => part.text).join('')).toBe(text);
  }
});
