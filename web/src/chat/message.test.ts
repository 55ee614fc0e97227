import { describe, expect, test } from 'vitest';
import { afterEvent, namesMe, newerMessage, type Change, type Message } from './message';

const message = (version: number, more: Partial<Message> = {}): Message => ({
  type: 'message.created',
  id: 'm',
  conversationId: 'c',
  seq: 1,
  clientMessageId: 'k',
  author: { id: 'ann', username: 'ann' },
  body: `v${version}`,
  createdAt: '2026-05-01T10:00:00Z',
  version,
  ...more,
});

const reaction = (type: 'reaction.added' | 'reaction.removed', by: string, state: Message): Change => ({
  type,
  conversationId: 'c',
  seq: state.version,
  createdAt: '2026-05-01T10:00:00Z',
  actor: { id: by, username: by },
  message: state,
  data: { emoji: '👍' },
});

test('of two states of a message the higher version stays, in whichever order they come', () => {
  expect(newerMessage(message(5), message(3)).body).toBe('v5');
  expect(newerMessage(message(3), message(5)).body).toBe('v5');
  expect(newerMessage(undefined, message(3)).body).toBe('v3');
});

describe('own reactions', () => {
  const liked = (version: number, count: number, own?: string[]) =>
    message(version, { reactions: [{ emoji: '👍', count }], ...(own && { ownReactions: own }) });

  test('a live event tells the own one by its actor', () => {
    expect(afterEvent(message(1), reaction('reaction.added', 'me', liked(2, 1)), 'me')?.ownReactions).toEqual(['👍']);
    expect(afterEvent(message(1), reaction('reaction.added', 'bob', liked(2, 1)), 'me')?.ownReactions).toBeUndefined();
  });

  test('they outlive what others do', () => {
    expect(afterEvent(liked(2, 1, ['👍']), reaction('reaction.added', 'bob', liked(3, 2)), 'me')?.ownReactions).toEqual(['👍']);
  });

  test('taken back, they are gone', () => {
    expect(afterEvent(liked(3, 2, ['👍']), reaction('reaction.removed', 'me', liked(4, 1)), 'me')?.ownReactions).toEqual([]);
    expect(afterEvent(liked(3, 1, ['👍']), reaction('reaction.removed', 'me', message(4)), 'me')?.ownReactions).toEqual([]);
  });

  test('a fetched state tells them itself, though the event that brought it is an older one', () => {
    const later = liked(9, 1, []);
    expect(afterEvent(message(1), reaction('reaction.added', 'me', later), 'me')?.ownReactions).toEqual([]);
  });

  test('an old event does nothing to a newer state', () => {
    expect(afterEvent(liked(9, 1, []), reaction('reaction.added', 'me', liked(2, 1)), 'me')?.ownReactions).toEqual([]);
  });
});

test('one is named by oneself or with everyone, and never by oneself', () => {
  expect(namesMe(message(1, { mentions: ['me'] }), 'me')).toBe(true);
  expect(namesMe(message(1, { mentionsEveryone: 'all' }), 'me')).toBe(true);
  expect(namesMe(message(1, { mentions: ['bob'] }), 'me')).toBe(false);
  expect(namesMe(message(1, { mentions: ['ann'], mentionsEveryone: 'all' }), 'ann')).toBe(false);
});
