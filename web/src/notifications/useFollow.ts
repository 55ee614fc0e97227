import { useLive } from '../app/live';
import { go } from '../app/route';
import type { Notification } from './notification';

/** Goes to the thing that a notification is about, and marks it as read. */
export function useFollow(): (notification: Notification) => void {
  const { chat, notifications } = useLive();
  return (notification) => {
    void notifications.read(notification);
    if (notification.kind === 'direct_message' && notification.conversationId) {
      go({ page: 'conversation', id: notification.conversationId });
    } else if (notification.kind === 'friend_accepted') {
      chat
        .openDirect(notification.actor.id)
        .then((conversation) => go({ page: 'conversation', id: conversation.id }))
        .catch(() => go({ page: 'friends' }));
    } else {
      go({ page: 'friends' });
    }
  };
}
