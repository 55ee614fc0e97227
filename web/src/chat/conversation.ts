import { everyPage, type Page } from '../api/http';
import { nameOf, type Person } from '../people/person';
import { call } from '../session/call';

export interface Message {
  id: string;
  conversationId: string;
  seq: number;
  clientMessageId: string;
  author: { id: string; username: string };
  body: string;
  createdAt: string;
}

/** Everything durable in a conversation. Kinds that this client does not know still count in the sequence. */
export type ChatEvent =
  | ({ type: 'message.created' } & Message)
  | { type: string; conversationId: string; seq: number };

export function isMessage(event: ChatEvent): event is { type: 'message.created' } & Message {
  return event.type === 'message.created';
}

export interface Conversation {
  id: string;
  kind: 'public' | 'direct' | (string & {});
  name: string | null;
  peer: Person | null;
  headSeq: number;
  readSeq: number;
  unread: number;
  lastMessage: Message | null;
  createdAt: string;
}

export interface Moved {
  conversationId: string;
  headSeq: number;
  readSeq: number;
  unread: number;
}

export interface Sent {
  messageId: string;
  seq: number;
  createdAt: string;
  duplicate: boolean;
}

export const lobbyId = '00000000-0000-7000-8000-000000000001';

const api = '/api/chat';
const of = (id: string) => `${api}/conversations/${id}`;

export const conversationsKey = ['chat', 'conversations'] as const;

export const chatApi = {
  conversations: () =>
    everyPage((cursor) => call<Page<Conversation>>(`${api}/conversations`, { query: { limit: 100, cursor } })),
  conversation: (id: string) => call<Conversation>(of(id)),
  direct: (userId: string) => call<Conversation>(`${api}/direct/${userId}`, { method: 'PUT' }),
  messages: (id: string, query: { before?: number; limit: number }) =>
    call<{ items: Message[]; hasMore: boolean }>(`${of(id)}/messages`, { query }),
  events: (id: string, after: number) =>
    call<{ items: ChatEvent[]; head: number; hasMore: boolean }>(`${of(id)}/events`, { query: { after, limit: 100 } }),
  send: (id: string, message: { clientMessageId: string; body: string }) =>
    call<Sent>(`${of(id)}/messages`, { method: 'POST', body: message }),
  markRead: (id: string, seq: number) =>
    call<{ seq: number; unread: number }>(`${of(id)}/read`, { method: 'PUT', body: { seq } }),
};

export function titleOf(conversation: Conversation): string {
  return conversation.peer ? nameOf(conversation.peer) : (conversation.name ?? 'Conversation');
}

/** Of what is known here and what the server just said, the later state; an answer may be overtaken by live events. */
export function newerOf(known: Conversation | undefined, fetched: Conversation): Conversation {
  if (!known) {
    return fetched;
  }
  if (fetched.headSeq < known.headSeq) {
    return known;
  }
  // Read here, and the server had not heard of it when it answered.
  return fetched.readSeq < known.readSeq && fetched.headSeq === known.headSeq
    ? { ...fetched, readSeq: known.readSeq, unread: known.unread }
    : fetched;
}

/** Newest activity first; the public room leads until somebody talks elsewhere. */
export function byActivity(a: Conversation, b: Conversation): number {
  return activity(b).localeCompare(activity(a));
}

function activity(conversation: Conversation): string {
  return conversation.lastMessage?.createdAt ?? conversation.createdAt;
}
