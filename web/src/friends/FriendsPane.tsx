import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive } from '../app/live';
import { useStore } from '../app/store';
import { Button } from '../design/Button';
import { Empty, ErrorNote, Skeleton } from '../design/Notices';
import { nameOf } from '../chat/conversation';
import { AddFriend } from './AddFriend';
import { friendsApi, friendsKey } from './friend';
import { FriendRow } from './FriendRow';
import { Requests } from './Requests';

/** A removed friendship or a withdrawn request is told by nobody, so an open page asks now and then. */
const askAgainMs = 60_000;

export function FriendsPane({ className }: { className: string }) {
  const { presence } = useLive();
  const people = useStore(presence.people);
  const friends = useQuery({ queryKey: friendsKey, queryFn: friendsApi.friends, refetchInterval: askAgainMs });

  useEffect(() => {
    if (friends.data) {
      presence.watch(friends.data.map((friend) => friend.user.id));
    }
  }, [friends.data, presence]);

  const sorted = (friends.data ?? [])
    .map((friend) => ({ friend, presence: people.get(friend.user.id) }))
    .sort((a, b) => rank(a.presence) - rank(b.presence) || nameOf(a.friend.user).localeCompare(nameOf(b.friend.user)));
  const online = sorted.filter((f) => rank(f.presence) === 0);
  const offline = sorted.filter((f) => rank(f.presence) === 1);

  return (
    <section aria-label="Friends" className={`min-h-0 w-full flex-1 flex-col bg-panel xl:w-66 xl:flex-none ${className}`}>
      <h2 className="flex h-14 shrink-0 items-center px-4 text-base font-semibold">Friends</h2>
      <AddFriend />
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        <Requests />
        {friends.isPending && <Skeleton rows={5} label="Loading friends" />}
        {friends.isError && !friends.data && (
          <div className="space-y-3 p-2">
            <ErrorNote>{friends.error.message}</ErrorNote>
            <Button onClick={() => void friends.refetch()}>Try again</Button>
          </div>
        )}
        {friends.data?.length === 0 && (
          <Empty icon="people" title="No friends yet">
            <p className="text-sm">Add somebody by user name above. When they accept, you see each other come online.</p>
          </Empty>
        )}
        <Group title="Online" people={online} />
        <Group title="Offline" people={offline} />
      </div>
    </section>
  );
}

function Group({ title, people }: { title: string; people: Parameters<typeof FriendRow>[0][] }) {
  return people.length === 0 ? null : (
    <section aria-label={title}>
      <h3 className="px-2 pt-4 pb-1 text-xs font-semibold tracking-wide text-muted uppercase">
        {title} · {people.length}
      </h3>
      <ul>
        {people.map((person) => (
          <FriendRow key={person.friend.user.id} {...person} />
        ))}
      </ul>
    </section>
  );
}

function rank(presence: { status: string } | undefined): number {
  return presence && presence.status !== 'offline' ? 0 : 1;
}
