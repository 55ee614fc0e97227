import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { HeadSync, type SyncAnswer } from './headSync';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(...answers: (SyncAnswer | Problem | null)[]) {
  const asked: (string | undefined)[] = [];
  const heard: string[] = [];
  const sync = new HeadSync({
    compare: async (epoch) => {
      asked.push(epoch);
      const answer = answers.shift() ?? { epoch: 'a', conversations: [] };
      if (answer instanceof Problem) {
        throw answer;
      }
      return answer;
    },
    moved: async () => void heard.push('moved'),
    restored: async () => void heard.push('restored'),
  });
  return { sync, asked, heard };
}

test('another epoch means that everything is fetched anew, once', async () => {
  const { sync, asked, heard } = setUp({ epoch: 'a', conversations: [] }, { epoch: 'b', conversations: [] }, { epoch: 'b', conversations: [] });
  await sync.run();
  await sync.run();
  await sync.run();
  expect(asked).toEqual([undefined, 'a', 'b']);
  expect(heard).toEqual(['moved', 'restored', 'moved']);
});

test('asked while it asks, it asks once more', async () => {
  const { sync, asked } = setUp();
  await Promise.all([sync.run(), sync.run(), sync.run()]);
  expect(asked).toHaveLength(2);
});

test('a failure is made good by the next half minute', async () => {
  const { sync, heard } = setUp(Problem.network());
  sync.start();
  await sync.run();
  expect(heard).toEqual([]);
  await vi.advanceTimersByTimeAsync(31_000);
  sync.stop();
  expect(heard).toEqual(['moved']);
});
