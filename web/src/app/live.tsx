import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { ChatClient } from '../chat/chatClient';
import { conversationsKey } from '../chat/conversation';
import { everythingOfFriends } from '../friends/friend';
import { NotificationsClient } from '../notifications/notificationsClient';
import { PresenceClient } from '../presence/presenceClient';
import type { OwnProfile } from '../session/session';

/** What lives as long as one person is signed in: the three hubs and what they keep current. */
export interface Live {
  me: Me;
  chat: ChatClient;
  presence: PresenceClient;
  notifications: NotificationsClient;
}

/** What stays the same while somebody changes their picture or their address. */
export type Me = Pick<OwnProfile, 'id' | 'username'>;

const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) {
    throw new Error('Only inside a session.');
  }
  return live;
}

export function LiveProvider({ me: { id, username }, children }: { me: Me; children: ReactNode }) {
  const queries = useQueryClient();
  const [live, setLive] = useState<Live | null>(null);

  useEffect(() => {
    const started = start(queries, { id, username });
    setLive(started);
    return () => {
      started.chat.stop();
      started.presence.stop();
      started.notifications.stop();
      queries.clear();
    };
  }, [queries, id, username]);

  return live && <LiveContext value={live}>{children}</LiveContext>;
}

function start(queries: QueryClient, me: Me): Live {
  const chat = new ChatClient(queries, me);
  // No hub tells about friendships themselves: notifications and the presence of somebody unknown are the signs.
  const notifications = new NotificationsClient(queries, ({ kind, conversationId }) => {
    if (kind === 'friend_request' || kind === 'friend_accepted') {
      void queries.invalidateQueries({ queryKey: everythingOfFriends });
      void queries.invalidateQueries({ queryKey: conversationsKey });
    }
    return conversationId != null && conversationId === chat.viewing.get();
  });
  const presence = new PresenceClient((userId) => {
    if (userId !== me.id) {
      void queries.invalidateQueries({ queryKey: everythingOfFriends });
    }
  });
  chat.start();
  notifications.start();
  presence.start();
  return { me, chat, presence, notifications };
}
