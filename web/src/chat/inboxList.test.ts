import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { chatApi } from './chatApi';
import { byActivity, conversationsKey, folderOf, newerOf, totalUnread, type Conversation } from './conversation';
import { Inbox } from './inboxList';
import type { Change, Message } from './message';

const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  id: 'c',
  kind: 'room',
  name: 'Chess',
  topic: '',
  peer: null,
  headSeq: 5,
  readSeq: 5,
  readVersion: 1,
  unread: 0,
  mentions: 0,
  historyFrom: 0,
  role: 'member',
  memberCount: 2,
  slowMode: 0,
  history: 'all',
  settingsSeq: 0,
  pinned: false,
  archived: false,
  lastMessage: null,
  createdAt: '2026-05-01T10:00:00Z',
  lastActivityAt: '2026-05-01T10:00:00Z',
  ...more,
});

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  type: 'message.created',
  id: `m${seq}`,
  conversationId: 'c',
  seq,
  clientMessageId: `k${seq}`,
  author: { id: 'ann', username: 'ann' },
  body: `${seq}`,
  createdAt: '2026-05-01T11:00:00Z',
  version: seq,
  ...more,
});

const change = (seq: number, type: string, more: Partial<Change> = {}): Change => ({
  type,
  conversationId: 'c',
  seq,
  createdAt: '2026-05-01T11:00:00Z',
  actor: { id: 'ann', username: 'ann' },
  ...more,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function setUp(first = conversation()) {
  const queries = new QueryClient();
  queries.setQueryData(conversationsKey, [first]);
  const inbox = new Inbox(queries, 'me');
  const fetched = vi.spyOn(chatApi, 'conversation').mockResolvedValue(conversation({ headSeq: 99, unread: 7 }));
  return { inbox, fetched, c: () => inbox.find('c')! };
}

test('messages of others count as unread, those that name one as mentions too; own ones and notices do not', () => {
  const { inbox, c } = setUp();
  inbox.apply(message(6));
  inbox.apply(message(7, { mentions: ['me'] }));
  inbox.apply(message(8, { author: { id: 'me', username: 'me' } }));
  inbox.apply(message(9, { type: 'member.joined' }));
  expect(c()).toMatchObject({ headSeq: 9, unread: 2, mentions: 1, memberCount: 3, lastMessage: { seq: 9 } });
});

test('something new brings an archived conversation back, unless it is muted', () => {
  const { inbox, c } = setUp(conversation({ archived: true }));
  inbox.apply(message(6));
  expect(c().archived).toBe(false);
  const muted = setUp(conversation({ archived: true, mutedUntil: '9999-01-01T00:00:00Z' }));
  muted.inbox.apply(message(6));
  expect(muted.c().archived).toBe(true);
});

test('a change of the last message shows, and takes no place in the order', () => {
  const { inbox, c } = setUp(conversation({ lastMessage: message(5) }));
  inbox.apply(change(6, 'message.edited', { message: message(5, { body: 'edited', version: 6 }) }));
  expect(c().lastMessage?.body).toBe('edited');
  expect(c().lastActivityAt).toBe('2026-05-01T10:00:00Z');
});

test('settings and names are taken from the events', () => {
  const { inbox, c } = setUp();
  inbox.apply(change(6, 'conversation.updated', { data: { topic: 'tea', slowMode: 5 } }));
  inbox.apply(message(7, { type: 'conversation.renamed', data: { name: 'Go', before: 'Chess' } }));
  expect(c()).toMatchObject({ topic: 'tea', slowMode: 5, name: 'Go', settingsSeq: 7 });
});

test('what only the server can count is asked for, once for many events', async () => {
  const { inbox, fetched, c } = setUp(conversation({ readSeq: 2, unread: 3 }));
  inbox.apply(change(6, 'message.deleted', { message: message(4, { version: 6, deletedAt: 'x' }) }));
  inbox.apply(change(7, 'message.deleted', { message: message(5, { version: 7, deletedAt: 'x' }) }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(c().unread).toBe(7);
});

test('a conversation that is not one’s own any more leaves the list', async () => {
  const { inbox, fetched } = setUp();
  fetched.mockRejectedValue(new Problem({ status: 404, code: 'conversation.not_found', message: '' }));
  await inbox.fetch('c');
  expect(inbox.all()).toEqual([]);
});

test('of read marks the one with the higher version stays, though it leads back', () => {
  const { inbox, c } = setUp();
  inbox.read('c', { seq: 2, version: 3, unread: 3, mentions: 0 });
  expect(c().readSeq).toBe(2);
  inbox.read('c', { seq: 5, version: 2, unread: 0, mentions: 0 });
  expect(c()).toMatchObject({ readSeq: 2, unread: 3 });
});

test('an answer that events have overtaken takes nothing back', () => {
  const known = conversation({ headSeq: 8, unread: 3, readSeq: 5 });
  expect(newerOf(known, conversation({ headSeq: 6, unread: 1 }))).toMatchObject({ headSeq: 8, unread: 3 });
  // Read here, and the server had not heard of it yet.
  expect(newerOf(conversation({ readSeq: 5 }), conversation({ readSeq: 3, unread: 2 }))).toMatchObject({ readSeq: 5, unread: 0 });
  // Pinned while somebody wrote.
  expect(newerOf(known, conversation({ headSeq: 6, pinned: true }))).toMatchObject({ headSeq: 8, pinned: true });
  // Marked as unread on another device.
  expect(newerOf(conversation({ readSeq: 5 }), conversation({ readSeq: 3, readVersion: 2, unread: 2 }))).toMatchObject({ readSeq: 3, unread: 2 });
});

test('pinned ones lead, and only the inbox counts', () => {
  const list = [
    conversation({ id: 'a', unread: 1 }),
    conversation({ id: 'b', unread: 2, pinned: true, lastActivityAt: '2020-01-01T00:00:00Z' }),
    conversation({ id: 'm', unread: 4, mutedUntil: '9999-01-01T00:00:00Z' }),
    conversation({ id: 'r', unread: 8, request: 'received' }),
    conversation({ id: 'i', unread: 16, request: 'ignored' }),
    conversation({ id: 'z', unread: 32, archived: true }),
  ];
  expect(list.toSorted(byActivity)[0]?.id).toBe('b');
  expect(totalUnread(list)).toBe(3);
  expect(list.map(folderOf)).toEqual(['inbox', 'inbox', 'inbox', 'requests', null, 'archived']);
});
