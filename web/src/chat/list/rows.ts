import { isWritten, type Message } from '../message';
import type { Outgoing } from '../outbox';

export type Row =
  | { kind: 'day'; key: string; date: Date }
  | { kind: 'new'; key: string }
  | { kind: 'notice'; key: string; message: Message }
  | { kind: 'message'; key: string; message: Message; own: boolean; opens: boolean }
  | { kind: 'outgoing'; key: string; outgoing: Outgoing; opens: boolean };

/** A pause this long starts a new group, even of the same author. */
const groupForMs = 5 * 60_000;

/**
 * What the message list shows: a line for each day, one for where the unread ones begin, what the system says, and messages
 * of one author in a row under one name (`opens` marks the first; a reply opens one too, as it shows what it replies to).
 */
export function rowsOf(messages: readonly Message[], outgoing: readonly Outgoing[], me: string, newAfter: number | null): Row[] {
  const rows: Row[] = [];
  let author: string | null = null;
  let previous: Date | null = null;
  let marked = newAfter === null;

  function opensGroup(by: string | null, at: Date): boolean {
    if (!previous || previous.toDateString() !== at.toDateString()) {
      rows.push({ kind: 'day', key: `day-${at.toDateString()}`, date: at });
      author = null;
    }
    const opens = author !== by || !previous || at.getTime() - previous.getTime() > groupForMs;
    author = by;
    previous = at;
    return opens;
  }

  for (const message of messages) {
    const at = new Date(message.createdAt);
    if (!isWritten(message)) {
      opensGroup(null, at);
      rows.push({ kind: 'notice', key: message.id, message });
      continue;
    }
    const own = message.author.id === me;
    let opens = opensGroup(message.author.id, at) || message.replyTo !== undefined;
    if (!marked && message.seq > (newAfter ?? 0) && !own) {
      marked = true;
      opens = true;
      rows.push({ kind: 'new', key: 'new' });
    }
    // The key survives the step from outgoing to sent, so the row is not built anew and nothing jumps.
    rows.push({ kind: 'message', key: own ? message.clientMessageId : message.id, message, own, opens });
  }

  for (const item of outgoing) {
    const opens = opensGroup(me, new Date(item.writtenAt)) || item.replyTo !== undefined;
    rows.push({ kind: 'outgoing', key: item.clientMessageId, outgoing: item, opens });
  }
  return rows;
}
