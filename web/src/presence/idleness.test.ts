import { expect, test } from 'vitest';
import { idleAfterMs, OwnIdleness, type Doing } from './idleness';

function device({ heard = true } = {}) {
  const told: Doing[] = [];
  const state = { now: 0, heard };
  const idleness = new OwnIdleness(
    (doing) => {
      told.push(doing);
      return Promise.resolve(state.heard);
    },
    () => state.now,
  );
  return { told, state, idleness };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('five minutes without input are idle, and the first input ends it', async () => {
  const { told, state, idleness } = device();
  state.now = idleAfterMs - 1;
  idleness.look();
  expect(told).toEqual([]);
  state.now = idleAfterMs;
  idleness.look();
  await settled();
  idleness.look();
  expect(told).toEqual(['idle']);
  idleness.input();
  await settled();
  expect(told).toEqual(['idle', 'active']);
});

test('what could not be told is told again', async () => {
  const { told, state, idleness } = device({ heard: false });
  state.now = idleAfterMs;
  idleness.look();
  await settled();
  state.heard = true;
  idleness.look();
  await settled();
  idleness.look();
  expect(told).toEqual(['idle', 'idle']);
});

test('a new connection is told that nobody is there', async () => {
  const { told, state, idleness } = device();
  state.now = idleAfterMs;
  idleness.look();
  await settled();
  idleness.reconnected();
  await settled();
  expect(told).toEqual(['idle', 'idle']);
});

test('input while idle is being told is not lost', async () => {
  const { told, state, idleness } = device();
  state.now = idleAfterMs;
  idleness.look();
  idleness.input();
  await settled();
  await settled();
  expect(told).toEqual(['idle', 'active']);
});
