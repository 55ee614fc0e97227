import { everyPage, type Page } from '../api/http';
import type { Person } from '../people/person';
import { call } from '../session/call';
import type { Conversation, HistoryPolicy, ReadMark, Role } from './conversation';
import type { ChatEvent, Message } from './message';

export interface NewMessage {
  clientMessageId: string;
  body: string;
  replyTo?: string;
}

export interface Sent {
  messageId: string;
  seq: number;
  createdAt: string;
  duplicate: boolean;
}

export interface MessagePage {
  items: Message[];
  hasMore: boolean;
  /** Around a message. */
  hasBefore?: boolean;
  hasAfter?: boolean;
}

export interface Room {
  id: string;
  name: string;
  topic: string;
  memberCount: number;
  joined: boolean;
}

export interface RoomSettings {
  name: string;
  topic: string;
  history: HistoryPolicy;
  slowMode: number;
}

export interface Member {
  user: Person;
  role: Role;
}

export interface Revision {
  number: number;
  body: string;
  writtenAt: string;
}

const api = '/api/chat';
const of = (id: string) => `${api}/conversations/${id}`;
const message = (id: string) => `${api}/messages/${id}`;

export const chatApi = {
  conversations: () =>
    everyPage((cursor) => call<Page<Conversation>>(`${api}/conversations`, { query: { filter: 'all', limit: 100, cursor } })),
  conversation: (id: string) => call<Conversation>(of(id)),
  direct: (userId: string) => call<Conversation>(`${api}/direct/${userId}`, { method: 'PUT' }),

  messages: (id: string, query: { before?: number; after?: number; around?: number; limit: number }) =>
    call<MessagePage>(`${of(id)}/messages`, { query }),
  events: (id: string, after: number) =>
    call<{ items: ChatEvent[]; head: number; hasMore: boolean }>(`${of(id)}/events`, { query: { after, limit: 100 } }),
  send: (id: string, body: NewMessage) => call<Sent>(`${of(id)}/messages`, { method: 'POST', body }),
  markRead: (id: string, seq: number) => call<ReadMark>(`${of(id)}/read`, { method: 'PUT', body: { seq } }),
  markUnread: (id: string, seq: number) => call<ReadMark>(`${of(id)}/unread`, { method: 'PUT', body: { seq } }),
  reads: (id: string) =>
    everyPage((cursor) => call<Page<{ user: Person; seq: number }>>(`${of(id)}/reads`, { query: { limit: 100, cursor } })),

  message: (id: string) => call<Message>(message(id)),
  edit: (id: string, body: string, version: number) =>
    call<Message>(message(id), { method: 'PATCH', body: { body }, ifMatch: version }),
  revisions: (id: string) => call<{ items: Revision[] }>(`${message(id)}/revisions`),
  remove: (id: string) => call<void>(message(id), { method: 'DELETE' }),
  removeForMe: (id: string) => call<void>(message(id), { method: 'DELETE', query: { for: 'me' } }),
  react: (id: string, emoji: string, on: boolean) =>
    call<Message>(`${message(id)}/reactions/${encodeURIComponent(emoji)}`, { method: on ? 'PUT' : 'DELETE' }),
  reactors: (id: string, emoji: string, cursor?: string) =>
    call<Page<{ user: Person }>>(`${message(id)}/reactions/${encodeURIComponent(emoji)}`, { query: { cursor, limit: 50 } }),
  pin: (id: string, on: boolean) => call<Message>(`${message(id)}/pin`, { method: on ? 'PUT' : 'DELETE' }),
  pins: (id: string, cursor?: string) => call<Page<Message>>(`${of(id)}/pins`, { query: { cursor, limit: 30 } }),
  thread: (id: string, query: { before?: number; after?: number; limit: number }) =>
    call<MessagePage & { root: Message | null }>(`${message(id)}/thread`, { query }),
  forward: (id: string, body: { conversationId: string; clientMessageId: string }) =>
    call<Sent>(`${message(id)}/forward`, { method: 'POST', body }),

  createRoom: (settings: RoomSettings) => call<Conversation>(`${api}/conversations`, { method: 'POST', body: { kind: 'room', ...settings } }),
  rooms: (query: string, cursor?: string) =>
    call<Page<Room>>(`${api}/rooms`, { query: { query: query || undefined, cursor, limit: 30 } }),
  join: (id: string) => call<Conversation>(`${of(id)}/join`, { method: 'POST' }),
  leave: (id: string) => call<void>(`${of(id)}/leave`, { method: 'POST' }),
  change: (id: string, settings: Partial<RoomSettings>, settingsSeq: number) =>
    call<Conversation>(of(id), { method: 'PATCH', body: settings, ifMatch: settingsSeq }),
  deleteRoom: (id: string) => call<void>(of(id), { method: 'DELETE' }),
  members: (id: string, cursor?: string, limit = 50) =>
    call<Page<Member>>(`${of(id)}/members`, { query: { cursor, limit } }),
  giveRole: (id: string, userId: string, role: Role) =>
    call<void>(`${of(id)}/members/${userId}/role`, { method: 'PUT', body: { role } }),
  removeMember: (id: string, userId: string) => call<void>(`${of(id)}/members/${userId}`, { method: 'DELETE' }),
  mine: (id: string, mine: { pinned?: boolean; archived?: boolean; mutedUntil?: string | null }) =>
    call<Conversation>(`${of(id)}/mine`, { method: 'PUT', body: mine }),
  answerRequest: (id: string, answer: 'accept' | 'ignore') =>
    call<Conversation>(`${of(id)}/request/${answer}`, { method: 'POST' }),

  settings: () => call<{ readReceipts: boolean }>(`${api}/settings`),
  changeSettings: (body: { readReceipts: boolean }) => call<{ readReceipts: boolean }>(`${api}/settings`, { method: 'PUT', body }),
};
