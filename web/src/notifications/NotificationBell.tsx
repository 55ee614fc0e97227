import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useLive } from '../app/live';
import { Button, IconButton } from '../design/Button';
import { CountBadge, Empty, ErrorNote, Skeleton } from '../design/Notices';
import { Popover } from '../design/Popover';
import { badgeKey, listQuery, notificationsApi } from './notification';
import { NotificationRow } from './NotificationRow';

export function NotificationBell() {
  const { data: unread = 0 } = useQuery({ queryKey: badgeKey, queryFn: notificationsApi.badge });
  return (
    <Popover
      label="Notifications"
      triggerLabel={unread > 0 ? `Notifications, ${unread} unread` : 'Notifications'}
      className="w-[min(23rem,calc(100vw-1.5rem))] max-sm:fixed max-sm:top-14 max-sm:right-3"
      trigger={(props) => (
        <span className="relative inline-flex">
          <IconButton icon="bell" label="Notifications" {...props} />
          <span className="pointer-events-none absolute -top-1 -right-1">
            <CountBadge count={unread} />
          </span>
        </span>
      )}
    >
      {(close) => <Panel unread={unread} close={close} />}
    </Popover>
  );
}

function Panel({ unread, close }: { unread: number; close: () => void }) {
  const { notifications } = useLive();
  const list = useInfiniteQuery(listQuery);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex max-h-[min(32rem,calc(100dvh-5rem))] flex-col">
      <div className="flex h-13 shrink-0 items-center justify-between border-b border-line pr-2 pl-4">
        <h2 className="font-semibold">Notifications</h2>
        <Button onClick={() => void notifications.readAll()} disabled={unread === 0 && items.every((n) => n.readAt)}>
          Mark all as read
        </Button>
      </div>
      <div className="min-h-40 overflow-y-auto">
        {list.isPending && <Skeleton rows={4} label="Loading notifications" />}
        {list.isError && items.length === 0 && (
          <div className="space-y-3 p-4">
            <ErrorNote>{list.error.message}</ErrorNote>
            <Button onClick={() => void list.refetch()}>Try again</Button>
          </div>
        )}
        {list.isSuccess && items.length === 0 && (
          <Empty icon="bell" title="Nothing new">
            <p className="text-sm">Friend requests and messages that you missed show up here.</p>
          </Empty>
        )}
        <ul>
          {items.map((notification) => (
            <NotificationRow key={notification.id} notification={notification} close={close} />
          ))}
        </ul>
        {list.hasNextPage && (
          <div className="p-3 text-center">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show older
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
