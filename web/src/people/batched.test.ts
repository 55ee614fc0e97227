import { expect, test, vi } from 'vitest';
import { batched } from './batched';

const upper = (keys: readonly string[]) => Promise.resolve(new Map(keys.filter((k) => k !== '-').map((k) => [k, k.toUpperCase()])));

test('questions of one moment become one, and nobody gets the answer of another', async () => {
  const fetchMany = vi.fn(upper);
  const ask = batched(fetchMany, { most: 100, waitMs: 1 });
  expect(await Promise.all([ask('a'), ask('b'), ask('a'), ask('-')])).toEqual(['A', 'B', 'A', null]);
  expect(fetchMany.mock.calls).toEqual([[['a', 'b', '-']]]);
});

test('more than the most are asked for in parts', async () => {
  const fetchMany = vi.fn(upper);
  const ask = batched(fetchMany, { most: 2, waitMs: 1 });
  expect(await Promise.all(['a', 'b', 'c'].map(ask))).toEqual(['A', 'B', 'C']);
  expect(fetchMany.mock.calls).toEqual([[['a', 'b']], [['c']]]);
});

test('a failure reaches those who asked, and the next question is asked anew', async () => {
  const fetchMany = vi.fn(upper).mockRejectedValueOnce(new Error('away'));
  const ask = batched(fetchMany, { most: 2, waitMs: 1 });
  await expect(ask('a')).rejects.toThrow('away');
  expect(await ask('a')).toBe('A');
});
