import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { Drafts, type SavedDraft } from './drafts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const calls: string[] = [];
  let version = 0;
  const api = {
    all: async (): Promise<SavedDraft[]> => [{ conversationId: 'c', body: 'from before', version: 1 }],
    save: async (id: string, body: string) => {
      calls.push(`save ${body}`);
      return { conversationId: id, body, version: ++version + 10 };
    },
    remove: async () => void calls.push('remove'),
  };
  const drafts = new Drafts(api);
  const pass = () => vi.advanceTimersByTimeAsync(1000);
  return { drafts, calls, pass, api };
}

test('what is typed is saved once, after a pause', async () => {
  const { drafts, calls, pass } = setUp();
  for (const body of ['h', 'he', 'hey']) {
    drafts.keep('c', { body }, true);
  }
  expect(drafts.of('c').body).toBe('hey');
  expect(calls).toEqual([]);
  await pass();
  expect(calls).toEqual(['save hey']);
});

test('another device is heard, but not over what is being typed here', async () => {
  const { drafts, pass } = setUp();
  drafts.heard({ conversationId: 'c', body: 'there', version: 5 });
  expect(drafts.of('c').body).toBe('there');
  drafts.keep('c', { body: 'here' }, true);
  drafts.heard({ conversationId: 'c', body: 'there too', version: 6 });
  expect(drafts.of('c').body).toBe('here');
  await pass();
  drafts.heard({ conversationId: 'c', body: 'late and old', version: 7 });
  expect(drafts.of('c').body).toBe('here');
  drafts.heard({ conversationId: 'c', body: '', version: 12 });
  expect(drafts.of('c').body).toBe('');
});

test('sent, it is gone everywhere; what was never saved needs no call', async () => {
  const { drafts, calls, pass } = setUp();
  drafts.drop('c', true);
  await pass();
  expect(calls).toEqual([]);
  drafts.keep('c', { body: 'hey' }, true);
  await pass();
  drafts.drop('c', true);
  await pass();
  expect(calls).toEqual(['save hey', 'remove']);
  expect(drafts.of('c').body).toBe('');
});

test('drafts of threads stay in this window', async () => {
  const { drafts, calls, pass } = setUp();
  drafts.keep('thread:m', { body: 'x' }, false);
  await pass();
  expect(calls).toEqual([]);
  expect(drafts.of('thread:m').body).toBe('x');
});

test('a failed save is tried again', async () => {
  const { drafts, calls, api } = setUp();
  vi.spyOn(api, 'save').mockRejectedValueOnce(Problem.network());
  drafts.keep('c', { body: 'hey' }, true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(calls).toEqual(['save hey']);
});

test('on coming, what was saved is there', async () => {
  const { drafts } = setUp();
  await drafts.load();
  expect(drafts.of('c').body).toBe('from before');
});
