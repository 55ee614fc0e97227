import { everyPage, type Page } from '../api/http';
import type { Person } from '../people/person';
import { call } from '../session/call';

export interface Friend {
  user: Person;
  since: string;
}

export type Direction = 'incoming' | 'outgoing';

export interface FriendRequest {
  id: string;
  from: Person;
  to: Person;
  sentAt: string;
  status: 'pending' | 'accepted';
  note?: string | null;
}

/** How somebody stands to the one who asks; whether they block is nobody's business. */
export interface Relation {
  areFriends: boolean;
  since: string | null;
  request: { id: string; direction: Direction } | null;
  blockedByMe: boolean;
}

export interface Suggestion {
  user: Person;
  mutual: number;
}

export interface Counted<T> extends Page<T> {
  total: number;
}

const api = '/api/friends';

export const friendsKey = ['friends', 'list'] as const;
export const requestsKey = (direction: Direction) => ['friends', 'requests', direction] as const;
export const relationKey = (userId: string) => ['friends', 'relation', userId] as const;
export const mutualKey = (userId: string) => ['friends', 'mutual', userId] as const;
export const suggestionsKey = ['friends', 'suggestions'] as const;
export const blocksKey = ['friends', 'blocks'] as const;
/** Everything above, for when something changed. */
export const everythingOfFriends = ['friends'] as const;

/** As long as the server allows a note to be. */
export const longestNote = 200;

export const friendsApi = {
  friends: () => everyPage((cursor) => call<Page<Friend>>(api, { query: { limit: 100, cursor } })),
  relation: (userId: string) => call<Relation>(`${api}/${userId}`),
  mutual: (userId: string, cursor?: string) =>
    call<Counted<Person>>(`${api}/${userId}/mutual`, { query: { cursor, limit: 20 } }),
  requests: (direction: Direction, cursor?: string) =>
    call<Counted<FriendRequest>>(`${api}/requests`, { query: { direction, cursor, limit: 20 } }),
  ask: (userId: string, note?: string) =>
    call<FriendRequest>(`${api}/requests`, { method: 'POST', body: { userId, ...(note && { note }) } }),
  accept: (id: string) => call<Friend>(`${api}/requests/${id}/accept`, { method: 'POST' }),
  decline: (id: string) => call<void>(`${api}/requests/${id}/decline`, { method: 'POST' }),
  cancel: (id: string) => call<void>(`${api}/requests/${id}`, { method: 'DELETE' }),
  remove: (userId: string) => call<void>(`${api}/${userId}`, { method: 'DELETE' }),
  suggestions: (cursor?: string) => call<Page<Suggestion>>(`${api}/suggestions`, { query: { cursor, limit: 10 } }),
  dismiss: (userId: string) => call<void>(`${api}/suggestions/${userId}`, { method: 'DELETE' }),
  blocks: () => everyPage((cursor) => call<Page<Friend>>(`${api}/blocks`, { query: { limit: 100, cursor } })),
  block: (userId: string) => call<void>(`${api}/blocks/${userId}`, { method: 'PUT' }),
  unblock: (userId: string) => call<void>(`${api}/blocks/${userId}`, { method: 'DELETE' }),
};
