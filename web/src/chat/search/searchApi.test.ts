import { expect, test } from 'vitest';
import { pieces } from './searchApi';

const brief = (body: string, highlights: [number, number][]) =>
  pieces(body, highlights)
    .map(({ text, found }) => (found ? `[${text}]` : text))
    .join('');

test('what was found is marked, whatever the order of the marks', () => {
  expect(brief('the cat and the dog', [[16, 3], [4, 3]])).toBe('the [cat] and the [dog]');
  expect(brief('nothing', [])).toBe('nothing');
  expect(brief('🎉 cat', [[3, 3]])).toBe('🎉 [cat]');
});

test('marks that overlap or lead beyond the end break nothing', () => {
  expect(brief('abcdef', [[0, 3], [1, 3], [4, 90]])).toBe('[abc]d[ef]');
});

test('a long text begins shortly before what was found', () => {
  const body = `${'word '.repeat(100)}cat at the end`;
  const shown = brief(body, [[500, 3]]);
  expect(shown.startsWith('…word ')).toBe(true);
  expect(shown.length).toBeLessThan(100);
});
