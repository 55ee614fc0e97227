import { describe, expect, test } from 'vitest';
import { Problem } from '../api/problem';
import type { Sent } from './chatApi';
import { Outbox, tryForMs, type Outgoing } from './outbox';

const refused = new Problem({ status: 403, code: 'direct.not_allowed', message: 'You are not friends any more.' });

/** A courier whose answers are given one by one; time passes only in its pauses. */
function setUp(answers: (Sent | Problem)[], pauseMs = 1000) {
  const tried: string[] = [];
  const arrived: string[] = [];
  let shown: readonly Outgoing[] = [];
  let now = 0;
  const outbox = new Outbox(
    {
      deliver: async ({ clientMessageId }) => {
        tried.push(clientMessageId);
        const answer = answers.shift() ?? Problem.network();
        if (answer instanceof Problem) {
          throw answer;
        }
        return answer;
      },
      pause: async (_, retryAfterMs) => {
        now += retryAfterMs ?? pauseMs;
      },
      now: () => now,
    },
    (messages) => (shown = messages),
    (message) => arrived.push(message.clientMessageId),
  );
  const write = (id: string) => outbox.add({ clientMessageId: id, body: id, writtenAt: '' });
  const settle = async () => {
    for (let i = 0; i < 500; i++) {
      await Promise.resolve();
    }
  };
  return { outbox, write, settle, tried, arrived, answers, states: () => shown.map((m) => m.state), shown: () => shown, now: () => now };
}

const sent = (seq: number): Sent => ({ messageId: `m${seq}`, seq, createdAt: '', duplicate: false });

describe('the outbox', () => {
  test('a message is sending until it is confirmed', async () => {
    const t = setUp([sent(1)]);
    t.write('a');
    expect(t.states()).toEqual(['sending']);
    await t.settle();
    expect(t.states()).toEqual(['sent']);
    expect(t.arrived).toEqual(['a']);
  });

  test('a lost connection is retried with the same id', async () => {
    const t = setUp([Problem.network(), Problem.network(), sent(1)]);
    t.write('a');
    await t.settle();
    expect(t.tried).toEqual(['a', 'a', 'a']);
    expect(t.states()).toEqual(['sent']);
  });

  test('messages are delivered in the order they were written', async () => {
    const t = setUp([Problem.network(), sent(1), sent(2)]);
    t.write('a');
    t.write('b');
    await t.settle();
    expect(t.tried).toEqual(['a', 'a', 'b']);
  });

  test('a refusal is final, is not retried, and does not hold up the next', async () => {
    const t = setUp([refused, sent(2)]);
    t.write('a');
    t.write('b');
    await t.settle();
    expect(t.tried).toEqual(['a', 'b']);
    expect(t.states()).toEqual(['failed', 'sent']);
    expect(t.shown()[0]?.problem).toBe(refused);
  });

  test('after half a minute without an answer the author decides', async () => {
    const t = setUp([], tryForMs / 3);
    t.write('a');
    await t.settle();
    expect(t.states()).toEqual(['failed']);
    expect(t.tried).toHaveLength(4);

    t.answers.push(sent(1));
    t.outbox.retry('a');
    await t.settle();
    expect(t.tried.at(-1)).toBe('a');
    expect(t.states()).toEqual(['sent']);
  });

  test('over the limit it waits as long as the server asks', async () => {
    const slow = new Problem({ status: 429, code: 'rate.limited', message: 'Slow down.', retryAfterMs: 7000 });
    const t = setUp([slow, sent(1)]);
    t.write('a');
    await t.settle();
    expect(t.now()).toBe(7000);
    expect(t.states()).toEqual(['sent']);
  });

  test('a message that was seen in the conversation is not tried again', async () => {
    const t = setUp([Problem.network(), sent(1)]);
    t.write('a');
    t.outbox.remove('a');
    await t.settle();
    expect(t.tried).toEqual(['a']);
    expect(t.states()).toEqual([]);
  });
});
