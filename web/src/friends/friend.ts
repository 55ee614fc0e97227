import { everyPage, type Page } from '../api/http';
import type { Person } from '../chat/conversation';
import { call } from '../session/call';

export interface Friend {
  user: Person;
  since: string;
}

export interface FriendRequest {
  id: string;
  from: Person;
  to: Person;
  sentAt: string;
  status: 'pending' | 'accepted';
}

const api = '/api/friends';

export const friendsKey = ['friends', 'list'] as const;
export const requestsKey = (direction: 'incoming' | 'outgoing') => ['friends', 'requests', direction] as const;
/** Everything above, for when something changed. */
export const everythingOfFriends = ['friends'] as const;

export const friendsApi = {
  friends: () => everyPage((cursor) => call<Page<Friend>>(api, { query: { limit: 100, cursor } })),
  requests: (direction: 'incoming' | 'outgoing') =>
    everyPage((cursor) => call<Page<FriendRequest>>(`${api}/requests`, { query: { direction, limit: 100, cursor } })),
  ask: (username: string) => call<FriendRequest>(`${api}/requests`, { method: 'POST', body: { username } }),
  accept: (id: string) => call<Friend>(`${api}/requests/${id}/accept`, { method: 'POST' }),
  decline: (id: string) => call<void>(`${api}/requests/${id}/decline`, { method: 'POST' }),
  cancel: (id: string) => call<void>(`${api}/requests/${id}`, { method: 'DELETE' }),
  remove: (userId: string) => call<void>(`${api}/${userId}`, { method: 'DELETE' }),
  search: (query: string) => call<Page<Person>>('/api/identity/users', { query: { query, limit: 6 } }),
};
