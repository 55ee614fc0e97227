import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Page } from '../api/http';
import { call } from '../session/call';

export interface Notification {
  id: string;
  kind: 'friend_request' | 'friend_accepted' | 'direct_message' | (string & {});
  actor: { id: string; username: string };
  requestId?: string | null;
  conversationId?: string | null;
  messageId?: string | null;
  seq?: number | null;
  count: number;
  preview?: string | null;
  createdAt: string;
  readAt: string | null;
}

const api = '/api/notifications';

export const notificationsKey = ['notifications', 'list'] as const;
export const badgeKey = ['notifications', 'badge'] as const;

export const notificationsApi = {
  page: (cursor: string | undefined) => call<Page<Notification>>(api, { query: { cursor, limit: 30 } }),
  badge: async () => (await call<{ unread: number }>(`${api}/badge`)).unread,
  read: (id: string) => call<void>(`${api}/${id}/read`, { method: 'PUT' }),
  readAll: () => call<void>(`${api}/read-all`, { method: 'PUT' }),
};

/** The list of the bell, newest first. */
export const listQuery = infiniteQueryOptions({
  queryKey: notificationsKey,
  queryFn: ({ pageParam }) => notificationsApi.page(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next ?? undefined,
});

export function sentenceOf(notification: Notification): string {
  switch (notification.kind) {
    case 'friend_request':
      return 'wants to be your friend';
    case 'friend_accepted':
      return 'accepted your friend request';
    case 'direct_message':
      return notification.count > 1 ? `sent you ${notification.count} messages` : 'sent you a message';
    default:
      return 'did something new';
  }
}
