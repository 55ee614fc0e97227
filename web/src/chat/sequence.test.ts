import { describe, expect, test } from 'vitest';
import { Sequence } from './sequence';

const event = (seq: number) => ({ seq });
const numbers = (events: { seq: number }[]) => events.map((e) => e.seq);

describe('the sequence of a conversation', () => {
  test('the next event is shown at once', () => {
    const sequence = new Sequence(4);
    expect(numbers(sequence.offer([event(5)]))).toEqual([5]);
    expect(sequence.last).toBe(5);
    expect(sequence.hasGap).toBe(false);
  });

  test('an event that was already shown is dropped', () => {
    const sequence = new Sequence(4);
    expect(sequence.offer([event(4), event(1)])).toEqual([]);
    expect(sequence.last).toBe(4);
    expect(sequence.hasGap).toBe(false);
  });

  test('an event beyond a hole waits, and the hole is known', () => {
    const sequence = new Sequence(4);
    expect(sequence.offer([event(7)])).toEqual([]);
    expect(sequence.last).toBe(4);
    expect(sequence.head).toBe(7);
    expect(sequence.hasGap).toBe(true);
  });

  test('filling the hole releases everything behind it, in order', () => {
    const sequence = new Sequence(4);
    sequence.offer([event(8), event(7)]);
    expect(numbers(sequence.offer([event(6), event(5)]))).toEqual([5, 6, 7, 8]);
    expect(sequence.hasGap).toBe(false);
  });

  test('a hole that is filled in part stays a hole', () => {
    const sequence = new Sequence(0);
    sequence.offer([event(4)]);
    expect(numbers(sequence.offer([event(1), event(2)]))).toEqual([1, 2]);
    expect(sequence.hasGap).toBe(true);
    expect(sequence.last).toBe(2);
  });

  test('the same event from the socket and from the fetch is shown once', () => {
    const sequence = new Sequence(0);
    sequence.offer([event(2)]);
    expect(numbers(sequence.offer([event(1), event(2)]))).toEqual([1, 2]);
    expect(sequence.offer([event(2)])).toEqual([]);
  });

  test('any order of arrival, with doubles, gives one order', () => {
    for (let round = 0; round < 200; round++) {
      const sequence = new Sequence(0);
      const all = Array.from({ length: 12 }, (_, i) => event(i + 1));
      const arrivals = [...all, ...all.filter(() => Math.random() < 0.4)].sort(() => Math.random() - 0.5);
      const shown = arrivals.flatMap((e) => numbers(sequence.offer([e])));
      expect(shown).toEqual(numbers(all));
    }
  });
});
