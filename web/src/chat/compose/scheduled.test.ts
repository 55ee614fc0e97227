import { expect, test } from 'vitest';
import { localInput, proposals } from './scheduled';

test('all that is proposed lies ahead, in order', () => {
  for (let day = 1; day <= 14; day++) {
    for (const hour of [0, 8, 16, 17, 23]) {
      const now = new Date(2026, 4, day, hour, 30);
      const times = proposals(now).map((each) => each.at.getTime());
      expect(Math.min(...times)).toBeGreaterThan(now.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  }
});

test('monday is named unless tomorrow is monday', () => {
  const names = (day: number) => proposals(new Date(2026, 4, day, 12)).map((each) => each.name);
  expect(names(3)).not.toContain('Monday morning');
  expect(names(4)).toContain('Monday morning');
});

test('the input shows local time', () => {
  expect(localInput(new Date(2026, 0, 2, 3, 4))).toBe('2026-01-02T03:04');
});
