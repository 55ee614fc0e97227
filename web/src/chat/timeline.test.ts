import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { chatApi } from './chatApi';
import type { ChatEvent, Message } from './message';
import { Timeline } from './timeline';

const me = { id: 'me', username: 'me' };

function message(seq: number, author = 'ann'): Message {
  return {
    type: 'message.created',
    id: `m${seq}`,
    conversationId: 'c',
    seq,
    version: seq,
    clientMessageId: `k${seq}`,
    author: { id: author, username: author },
    body: `${seq}`,
    createdAt: '2026-05-01T10:00:00Z',
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i));

/** A server whose conversation holds the messages 1 to `head`. */
function serve(head: { seq: number }, known = 0) {
  const messages = vi.spyOn(chatApi, 'messages').mockImplementation(async (_, { before = Infinity, after = 0, around, limit }) => {
    const all = range(1, head.seq).filter((m) => m.seq < before && m.seq > after);
    if (around !== undefined) {
      const items = all.filter((m) => Math.abs(m.seq - around) <= limit / 2);
      return { items, hasMore: true, hasBefore: items[0]!.seq > 1, hasAfter: items.at(-1)!.seq < head.seq };
    }
    return { items: after > 0 ? all.slice(0, limit) : all.slice(-limit), hasMore: all.length > limit };
  });
  const events = vi.spyOn(chatApi, 'events').mockImplementation(async (_, after) => {
    const all: ChatEvent[] = range(1, head.seq).filter((m) => m.seq > after);
    return { items: all.slice(0, 100), head: head.seq, hasMore: all.length > 100 };
  });
  const timeline = new Timeline('c', me, {
    deliver: async () => ({ messageId: 'mine', seq: head.seq + 1, createdAt: '2026-05-01T10:00:00Z', duplicate: false }),
    pause: async () => undefined,
    now: () => 0,
  }, async () => known);
  const shown = () => timeline.state.get().messages.map((m) => m.seq);
  return { timeline, messages, events, shown };
}

const numbers = (from: number, to: number) => range(from, to).map((m) => m.seq);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('what arrives while the first page is on its way is shown after it, once', async () => {
  const { timeline, shown } = serve({ seq: 3 });
  const loaded = timeline.load();
  timeline.receive([message(3), message(4)]);
  await loaded;
  expect(shown()).toEqual([1, 2, 3, 4]);
});

test('a hole that stays is fetched, and nothing is shown out of order meanwhile', async () => {
  const head = { seq: 3 };
  const { timeline, events, shown } = serve(head);
  await timeline.load();
  head.seq = 6;
  timeline.receive([message(6)]);
  expect(shown()).toEqual([1, 2, 3]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(events).toHaveBeenCalledExactlyOnceWith('c', 3);
  expect(shown()).toEqual(numbers(1, 6));
});

test('events that only overtook each other are not fetched', async () => {
  const { timeline, events, shown } = serve({ seq: 3 });
  await timeline.load();
  timeline.receive([message(5)]);
  timeline.receive([message(4)]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(events).not.toHaveBeenCalled();
  expect(shown()).toEqual(numbers(1, 5));
});

test('after a long absence all pages of what was missed are fetched', async () => {
  const head = { seq: 10 };
  const { timeline, events, shown } = serve(head);
  await timeline.load();
  head.seq = 250;
  await timeline.catchUp(250);
  expect(events).toHaveBeenCalledTimes(3);
  expect(shown()).toEqual(numbers(1, 250));
});

test('too far behind, the newest page takes the place of everything, and older ones come by scrolling', async () => {
  const head = { seq: 10 };
  const { timeline, events, shown } = serve(head);
  await timeline.load();
  timeline.receive([message(1001)]);
  head.seq = 1000;
  await timeline.catchUp(1000);
  expect(events).not.toHaveBeenCalled();
  expect(shown()).toEqual(numbers(951, 1001));
  await timeline.loadOlder();
  expect(shown()).toEqual(numbers(901, 1001));
});

test('a failed fetch loses nothing: the next comparison of heads asks again', async () => {
  const head = { seq: 3 };
  const { timeline, events, shown } = serve(head);
  await timeline.load();
  head.seq = 5;
  events.mockRejectedValueOnce(Problem.network());
  await timeline.catchUp(5);
  expect(shown()).toEqual([1, 2, 3]);
  await timeline.catchUp(5);
  expect(shown()).toEqual(numbers(1, 5));
});

test('an own message stands once, whether its answer or its event comes first', async () => {
  for (const eventFirst of [true, false]) {
    const { timeline } = serve({ seq: 3 });
    await timeline.load();
    timeline.write('hello');
    const written = timeline.state.get().outgoing[0]!;
    const event = { ...message(4, 'me'), clientMessageId: written.clientMessageId, body: 'hello' };
    if (eventFirst) {
      timeline.receive([event]);
    }
    await vi.advanceTimersByTimeAsync(1000);
    timeline.receive([event]);
    const state = timeline.state.get();
    expect(state.outgoing).toEqual([]);
    expect(state.messages.filter((m) => m.body === 'hello')).toHaveLength(1);
  }
});

test('what was known before the page was asked for needs no event', async () => {
  const head = { seq: 60 };
  // Changes took the numbers 61 to 90: the page shows them already.
  const { timeline, events, shown } = serve(head, 90);
  await timeline.load();
  expect(timeline.last).toBe(90);
  head.seq = 91;
  timeline.receive([message(91)]);
  expect(shown().at(-1)).toBe(91);
  expect(events).not.toHaveBeenCalled();
});

test('a jump shows what stands around a message, and scrolling down comes back to the newest without a hole', async () => {
  const head = { seq: 300 };
  const { timeline, shown } = serve(head, 300);
  await timeline.load();
  await timeline.jumpTo(100);
  expect(shown()).toEqual(numbers(75, 125));
  expect(timeline.state.get().target).toEqual({ seq: 100 });
  head.seq = 301;
  timeline.receive([message(301)]);
  expect(shown().at(-1)).toBe(125);
  for (let i = 0; i < 10; i++) {
    await timeline.loadNewer();
  }
  expect(timeline.state.get().hasNewer).toBe(false);
  expect(shown()).toEqual(numbers(75, 301));
});

test('a jump to what is shown already asks for nothing', async () => {
  const { timeline, messages } = serve({ seq: 300 }, 300);
  await timeline.load();
  await timeline.jumpTo(280);
  expect(messages).toHaveBeenCalledTimes(1);
});

test('a message that comes while the last page is on its way stands behind it', async () => {
  const head = { seq: 200 };
  const { timeline, messages, shown } = serve(head, 200);
  await timeline.load();
  await timeline.jumpTo(130);
  expect(shown().at(-1)).toBe(155);
  messages.mockImplementationOnce(async () => {
    const page = { items: range(156, 200), hasMore: false };
    head.seq = 201;
    timeline.receive([message(201)]);
    return page;
  });
  await timeline.loadNewer();
  expect(shown()).toEqual(numbers(105, 201));
});

test('when numbers mean something else, everything is fetched anew', async () => {
  const head = { seq: 300 };
  const { timeline, shown } = serve(head);
  await timeline.load();
  head.seq = 20;
  await timeline.reset();
  expect(shown()).toEqual(numbers(1, 20));
  timeline.receive([message(21)]);
  expect(shown().at(-1)).toBe(21);
});

test('the event of an own message adds what its answer did not say', async () => {
  const { timeline } = serve({ seq: 3 });
  await timeline.load();
  timeline.write('hello @ann');
  const written = timeline.state.get().outgoing[0]!;
  await vi.advanceTimersByTimeAsync(0);
  expect(timeline.state.get().messages.at(-1)?.mentions).toBeUndefined();
  timeline.receive([{ ...message(4, 'me'), id: 'mine', clientMessageId: written.clientMessageId, mentions: ['ann'] }]);
  expect(timeline.state.get().messages.at(-1)?.mentions).toEqual(['ann']);
});

test('what one deleted for oneself goes, and a late event of it does not bring it back', async () => {
  const { timeline, shown } = serve({ seq: 3 });
  await timeline.load();
  timeline.hide('m3');
  timeline.receive([message(3), message(4)]);
  expect(shown()).toEqual([1, 2, 4]);
});
