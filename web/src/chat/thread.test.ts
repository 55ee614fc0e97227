import { afterEach, expect, test, vi } from 'vitest';
import { chatApi } from './chatApi';
import type { ChatEvent, Message } from './message';
import { ThreadView } from './thread';
import type { Timeline } from './timeline';

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

const reply = (seq: number, replyCount: number, more: Partial<Message> = {}) =>
  message(seq, { replyTo: { id: 'm1', seq: 1, authorId: 'ann' }, thread: { rootId: 'm1', replyCount, seq }, ...more });

afterEach(() => void vi.restoreAllMocks());

function setUp(rootId = 'm1') {
  let tell: (events: readonly ChatEvent[]) => void = () => undefined;
  const timeline = { follow: (listener: typeof tell) => ((tell = listener), () => undefined) } as unknown as Timeline;
  let answer: (page: { root: Message | null; items: Message[]; hasMore: boolean }) => void = () => undefined;
  const fetched = vi.spyOn(chatApi, 'thread').mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  const thread = new ThreadView(rootId, 'me', timeline);
  thread.start();
  const load = async () => {
    answer({ root: message(1), items: [reply(2, 1)], hasMore: false });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { thread, fetched, load, tell: (...events: ChatEvent[]) => tell(events), replies: () => thread.state.get().replies.map((r) => r.body) };
}

test('what is said while the thread is on its way stands behind it, once', async () => {
  const { load, tell, replies } = setUp();
  tell(reply(2, 1), reply(3, 2));
  await load();
  expect(replies()).toEqual(['2', '3']);
});

test('only replies of the thread are taken, and they tell how many there are', async () => {
  const { thread, load, tell, replies } = setUp();
  await load();
  tell(message(3), reply(4, 2), message(5, { thread: { rootId: 'other', replyCount: 9, seq: 5 } }));
  expect(replies()).toEqual(['2', '4']);
  expect(thread.state.get().root?.thread?.replyCount).toBe(2);
});

test('changes of the root and of replies show', async () => {
  const { thread, load, tell, replies } = setUp();
  await load();
  const change = (state: Message): ChatEvent => ({ type: 'message.edited', conversationId: 'c', seq: state.version, createdAt: '', actor: state.author, message: state });
  tell(change(message(1, { body: 'root', version: 7 })), change(reply(2, 1, { body: 'two', version: 8 })));
  expect(thread.state.get().root?.body).toBe('root');
  expect(replies()).toEqual(['two']);
});

test('an own reply shows as soon as it is written, though the answer does not name the thread', async () => {
  const { load, tell, replies } = setUp();
  await load();
  tell(message(3, { author: { id: 'me', username: 'me' }, replyTo: { id: 'm2', seq: 2, authorId: 'ann' } }));
  expect(replies()).toEqual(['2', '3']);
});

test('any message of the thread opens it', async () => {
  const { load, tell, replies } = setUp('m2');
  await load();
  tell(reply(3, 2));
  expect(replies()).toEqual(['2', '3']);
});

test('when the conversation was loaded anew, so is the thread', async () => {
  const { fetched, load, tell } = setUp();
  await load();
  tell();
  expect(fetched).toHaveBeenCalledTimes(2);
});
