import { expect, test } from 'vitest';
import { activityLine, lineOf, statusOf, type Presence } from './presence';

const at = (more: Partial<Presence>): Presence => ({ userId: 'a', status: 'online', lastSeenAt: null, ...more });

test('what may not be seen counts as offline', () => {
  expect(statusOf(undefined)).toBe('offline');
  expect(statusOf(at({ status: 'unknown' }))).toBe('offline');
  expect(lineOf(at({ status: 'unknown' }))).toBe('Offline');
});

test('a game says more than a text, and a text more than the status', () => {
  expect(lineOf(at({}))).toBe('Online');
  expect(lineOf(at({ status: 'away', emoji: '🍵', text: 'tea' }))).toBe('Away · 🍵 tea');
  expect(lineOf(at({ text: 'tea', activity: { kind: 'game', name: 'Chess' } }))).toBe('Online · Chess');
});

test('a party says how many of how many', () => {
  const match = { kind: 'game', name: 'Tanks', details: 'In a match', partyCurrent: 2, partySize: 4 };
  expect(activityLine(match)).toBe('Tanks: In a match, 2 of 4');
});

test('who is gone keeps the time of going, and nothing else', () => {
  const now = new Date('2026-01-01T12:00:00Z');
  const gone = at({ status: 'offline', lastSeenAt: '2026-01-01T11:55:00Z', text: 'old' });
  expect(lineOf(gone, now)).toBe('Seen 5 min ago');
});
