import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { ReadMarks } from './readMarks';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(fails = 0) {
  const calls: number[] = [];
  const done: number[] = [];
  const marks = new ReadMarks(
    async (_, seq) => {
      calls.push(seq);
      if (fails-- > 0) {
        throw Problem.network();
      }
      return { seq, version: seq, unread: 0, mentions: 0 };
    },
    (_, read) => done.push(read.seq),
  );
  return { marks, calls, done };
}

test('the first is told at once', async () => {
  const { marks, calls } = setUp();
  marks.mark('c', 3);
  await vi.advanceTimersByTimeAsync(0);
  expect(calls).toEqual([3]);
});

test('what follows is gathered to the highest', async () => {
  const { marks, calls } = setUp();
  marks.mark('c', 3);
  await vi.advanceTimersByTimeAsync(10);
  marks.mark('c', 5);
  marks.mark('c', 4);
  await vi.advanceTimersByTimeAsync(1000);
  expect(calls).toEqual([3, 5]);
});

test('a failed call is made again, nothing is told twice after that', async () => {
  const { marks, calls, done } = setUp(1);
  marks.mark('c', 3);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(calls).toEqual([3, 3]);
  expect(done).toEqual([3]);
});
