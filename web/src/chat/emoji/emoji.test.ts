import { afterEach, expect, test, vi } from 'vitest';
import { emojiGroups, findEmoji, recentEmoji, rememberEmoji } from './emoji';

afterEach(() => void vi.unstubAllGlobals());

function storage(value: string | null) {
  const store = { value };
  vi.stubGlobal('localStorage', { getItem: () => store.value, setItem: (_: string, next: string) => (store.value = next) });
  return store;
}

test('every emoji stands once and is one sign', () => {
  const all = emojiGroups.flatMap((group) => group.items.map((item) => item.emoji));
  expect(new Set(all).size).toBe(all.length);
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });
  expect(all.filter((emoji) => [...segments.segment(emoji)].length !== 1)).toEqual([]);
});

test('words are found by their beginning, all of them', () => {
  expect(findEmoji('thu').map((e) => e.emoji)).toEqual(['👍', '👎']);
  expect(findEmoji('heart blue').map((e) => e.emoji)).toEqual(['💙']);
  expect(findEmoji('nothing at all')).toEqual([]);
});

test('the last used come first, own ones of a conversation are not kept', () => {
  storage(null);
  rememberEmoji('🦖');
  rememberEmoji(':logo:');
  rememberEmoji('👍');
  expect(recentEmoji().slice(0, 3)).toEqual(['👍', '🦖', '❤️']);
});

test('what is stored may be anything', () => {
  for (const value of ['x', '{}', '[1, null]', 'null']) {
    storage(value);
    expect(recentEmoji()[0]).toBe('👍');
  }
});
