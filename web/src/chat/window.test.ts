import { expect, test } from 'vitest';
import type { ChatEvent, Change, Message } from './message';
import { afterEvents, windowOf, withNewer, withState, without } from './window';

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  type: 'message.created',
  id: `m${seq}`,
  conversationId: 'c',
  seq,
  clientMessageId: `k${seq}`,
  author: { id: 'ann', username: 'ann' },
  body: `${seq}`,
  createdAt: '2026-05-01T10:00:00Z',
  version: seq,
  ...more,
});

const change = (seq: number, state: Message): Change => ({
  type: 'message.edited',
  conversationId: 'c',
  seq,
  createdAt: '2026-05-01T10:00:00Z',
  actor: state.author,
  message: { ...state, version: seq },
});

const open = (...seqs: number[]) => windowOf(seqs.map((seq) => message(seq)), true, false);
const bodies = (window: { messages: readonly Message[] }) => window.messages.map((m) => m.body);

test('messages are added, changes change what is there and nothing else', () => {
  const events: ChatEvent[] = [message(4), change(5, message(2, { body: 'two' })), change(6, message(1, { body: 'not here' }))];
  expect(bodies(afterEvents(open(2, 3), events, 'me'))).toEqual(['two', '3', '4']);
});

test('a message and its edit in one page show the edit', () => {
  expect(bodies(afterEvents(open(2), [message(3), change(4, message(3, { body: 'three' }))], 'me'))).toEqual(['2', 'three']);
});

test('fetched states are later than the events that bring them, and stay', () => {
  const edited = message(3, { body: 'newest', version: 9 });
  const window = afterEvents(open(2), [edited, { ...change(4, message(3, { body: 'older' })), message: edited }], 'me');
  expect(bodies(afterEvents(window, [change(5, message(3, { body: 'older too' }))], 'me'))).toEqual(['2', 'newest']);
});

test('what was deleted for oneself is not shown, and does not come back', () => {
  expect(bodies(afterEvents(open(2), [message(3, { hidden: true, body: '' }), message(4)], 'me'))).toEqual(['2', '4']);
  const window = without(open(2, 3), 'm3');
  expect(bodies(withState(window, message(3)))).toEqual(['2']);
});

test('a window that ends before the newest message takes changes but no new messages', () => {
  const window = { ...open(2, 3), hasNewer: true };
  expect(bodies(afterEvents(window, [message(9), change(10, message(3, { body: 'three' }))], 'me'))).toEqual(['2', 'three']);
});

test('when the newest page joins, what came meanwhile stands behind it, once, and in its newest state', () => {
  const window = { ...open(2, 3), hasNewer: true };
  const since = [message(5, { body: 'five', version: 8 }), message(6)];
  expect(bodies(withNewer(window, [message(4), message(5)], false, since))).toEqual(['2', '3', '4', 'five', '6']);
  expect(bodies(withNewer(window, [message(4)], true, since))).toEqual(['2', '3', '4']);
});

test('any message of a thread tells how the thread stands; the highest number is the newest', () => {
  const thread = (seq: number, replyCount: number) => ({ rootId: 'm2', replyCount, seq });
  let window = afterEvents(open(2), [message(3, { thread: thread(3, 1) })], 'me');
  expect(window.threads.get('m2')?.replyCount).toBe(1);
  window = afterEvents(window, [message(4, { thread: thread(4, 2) }), change(5, message(3, { thread: thread(3, 1) }))], 'me');
  expect(window.threads.get('m2')?.replyCount).toBe(2);
});

test('nothing that matters here leaves the window as it is', () => {
  const window = open(2, 3);
  expect(afterEvents(window, [{ type: 'conversation.updated', conversationId: 'c', seq: 4, createdAt: '', actor: { id: 'a', username: 'a' } }], 'me')).toBe(window);
});
