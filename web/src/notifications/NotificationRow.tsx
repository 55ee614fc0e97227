import { useLive } from '../app/live';
import { IconButton } from '../design/Button';
import { agoOf } from '../design/when';
import { PersonAvatar } from '../people/PersonAvatar';
import { sentenceOf, type Notification } from './notification';
import { useFollow } from './useFollow';

export function NotificationRow({ notification, close }: { notification: Notification; close: () => void }) {
  const { notifications } = useLive();
  const follow = useFollow();
  const unread = notification.readAt === null;
  return (
    <li className={`group flex items-center border-b border-line last:border-0 ${unread ? 'bg-accent-soft/60' : ''}`}>
      <button
        type="button"
        className="flex min-w-0 flex-1 items-start gap-3 px-4 py-3 text-left hover:bg-hover/70"
        onClick={() => {
          close();
          follow(notification);
        }}
      >
        <PersonAvatar person={notification.actor} />
        <span className="min-w-0 flex-1 text-sm">
          <span className="block">
            <b className="font-semibold">{notification.actor.username}</b> {sentenceOf(notification)}
            {unread && <span className="sr-only"> (unread)</span>}
          </span>
          {notification.preview && <span className="block truncate text-muted">{notification.preview}</span>}
          <span className="block text-[13px] text-muted">{agoOf(notification.createdAt)}</span>
        </span>
      </button>
      {unread && (
        <IconButton icon="check" label="Mark as read" className="mr-2" onClick={() => void notifications.read(notification)} />
      )}
    </li>
  );
}
