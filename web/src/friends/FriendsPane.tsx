import { useEffect, useState, type ReactNode } from 'react';
import { useLive } from '../app/live';
import { CountBadge } from '../design/Notices';
import { FindPeople } from './FindPeople';
import { FriendList } from './FriendList';
import { Requests } from './Requests';
import { useFriends, useRequests } from './useFriends';

const tabs = ['friends', 'requests', 'find'] as const;
type Tab = (typeof tabs)[number];

export function FriendsPane({ className }: { className: string }) {
  const { presence } = useLive();
  const [tab, setTab] = useState<Tab>('friends');
  const friends = useFriends();
  const waiting = useRequests('incoming').first?.total ?? 0;

  useEffect(() => {
    if (friends.data) {
      presence.watch('friends', friends.data.map((friend) => friend.user.id));
    }
  }, [friends.data, presence]);

  const names: Record<Tab, ReactNode> = {
    friends: 'All',
    requests: (
      <>
        Requests
        <CountBadge count={waiting} label={`${waiting} waiting`} />
      </>
    ),
    find: 'Find',
  };
  return (
    <section aria-label="Friends" className={`min-h-0 w-full flex-1 flex-col bg-panel xl:w-72 xl:flex-none ${className}`}>
      <h2 className="flex h-14 shrink-0 items-center px-4 text-base font-semibold">Friends</h2>
      <div role="group" aria-label="Show" className="mx-4 mb-2 flex shrink-0 rounded-lg bg-hover p-0.5 text-sm">
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={tab === each}
            onClick={() => setTab(each)}
            className={`flex h-8 flex-auto items-center justify-center gap-1.5 rounded-md px-2 font-medium ${tab === each ? 'bg-raised shadow-sm' : 'text-muted hover:text-text'}`}
          >
            {names[each]}
          </button>
        ))}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {tab === 'friends' && <FriendList friends={friends} find={() => setTab('find')} />}
        {tab === 'requests' && <Requests />}
        {tab === 'find' && <FindPeople />}
      </div>
    </section>
  );
}
