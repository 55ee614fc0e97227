import { expect, test } from 'vitest';
import type { Message } from '../message';
import { rowsOf, type Row } from './rows';

function message(seq: number, author: string, at: string): Message {
  return {
    type: 'message.created',
    version: seq,
    id: `m${seq}`,
    conversationId: 'c',
    seq,
    clientMessageId: `k${seq}`,
    author: { id: author, username: author },
    body: `${seq}`,
    createdAt: at,
  };
}

const brief = (rows: Row[]) =>
  rows.map((row) => {
    switch (row.kind) {
      case 'message':
        return `${row.opens ? '+' : '.'}${row.message.seq}`;
      case 'outgoing':
        return `${row.opens ? '+' : '.'}${row.outgoing.body}`;
      default:
        return row.kind;
    }
  });

test('messages of one author stand together until a pause', () => {
  const rows = rowsOf(
    [
      message(1, 'ann', '2026-05-01T10:00:00'),
      message(2, 'ann', '2026-05-01T10:04:00'),
      message(3, 'bob', '2026-05-01T10:04:30'),
      message(4, 'bob', '2026-05-01T10:20:00'),
    ],
    [],
    'me',
    null,
  );
  expect(brief(rows)).toEqual(['day', '+1', '.2', '+3', '+4']);
});

test('each day has its line, and a group never crosses it', () => {
  const rows = rowsOf(
    [message(1, 'ann', '2026-05-01T23:59:00'), message(2, 'ann', '2026-05-02T00:01:00')],
    [],
    'me',
    null,
  );
  expect(brief(rows)).toEqual(['day', '+1', 'day', '+2']);
});

test('the unread line stands before the first unread message of somebody else, once', () => {
  const rows = rowsOf(
    [
      message(1, 'ann', '2026-05-01T10:00:00'),
      message(2, 'me', '2026-05-01T10:00:10'),
      message(3, 'ann', '2026-05-01T10:00:20'),
      message(4, 'ann', '2026-05-01T10:00:30'),
    ],
    [],
    'me',
    1,
  );
  expect(brief(rows)).toEqual(['day', '+1', '+2', 'new', '+3', '.4']);
});

test('nothing unread, no line', () => {
  expect(brief(rowsOf([message(1, 'ann', '2026-05-01T10:00:00')], [], 'me', 1))).toEqual(['day', '+1']);
});

test('what is being sent continues the own group', () => {
  const outgoing = { clientMessageId: 'k9', body: 'out', writtenAt: '2026-05-01T10:01:00', state: 'sending' as const, problem: null };
  expect(brief(rowsOf([message(1, 'me', '2026-05-01T10:00:00')], [outgoing], 'me', null))).toEqual(['day', '+1', '.out']);
});
