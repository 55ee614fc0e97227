import { useState } from 'react';
import { useLive } from '../app/live';
import { useStore } from '../app/store';
import { Button } from '../design/Button';
import { Empty, ErrorNote, Skeleton } from '../design/Notices';
import { SearchField } from '../design/SearchField';
import { nameOf } from '../people/person';
import { isHere, type Presence } from '../presence/presence';
import type { Friend } from './friend';
import { FriendRow } from './FriendRow';
import { matches } from './search';
import type { useFriends } from './useFriends';

/** Fewer are found by looking. */
const searchFrom = 8;

export function FriendList({ friends, find }: { friends: ReturnType<typeof useFriends>; find: () => void }) {
  const { presence } = useLive();
  const people = useStore(presence.people);
  const [query, setQuery] = useState('');
  if (friends.isPending) {
    return <Skeleton rows={5} label="Loading friends" />;
  }
  if (!friends.data) {
    return (
      <div className="space-y-3 p-2">
        <ErrorNote>{friends.error.message}</ErrorNote>
        <Button onClick={() => void friends.refetch()}>Try again</Button>
      </div>
    );
  }
  if (friends.data.length === 0) {
    return (
      <Empty icon="people" title="No friends yet">
        <p className="text-sm">Find somebody by their name. When they accept, you see each other come online.</p>
        <Button look="primary" onClick={find}>
          Find people
        </Button>
      </Empty>
    );
  }
  const sorted = friends.data
    .filter((friend) => matches(friend.user, query))
    .map((friend) => ({ friend, presence: people.get(friend.user.id) }))
    .sort((a, b) => nameOf(a.friend.user).localeCompare(nameOf(b.friend.user)));
  return (
    <>
      {friends.data.length >= searchFrom && (
        <div className="px-2">
          <SearchField label="Search your friends" value={query} onChange={setQuery} />
        </div>
      )}
      <p role="status" className={sorted.length > 0 ? 'sr-only' : 'px-2 py-4 text-sm text-muted'}>
        {query !== '' && (sorted.length > 0 ? `${sorted.length} found` : 'None of your friends has such a name.')}
      </p>
      <Group title="Online" people={sorted.filter((each) => isHere(each.presence))} />
      <Group title="Offline" people={sorted.filter((each) => !isHere(each.presence))} />
    </>
  );
}

function Group({ title, people }: { title: string; people: { friend: Friend; presence: Presence | undefined }[] }) {
  return people.length === 0 ? null : (
    <section aria-label={title}>
      <h3 className="px-2 pt-3 pb-1 text-xs font-semibold tracking-wide text-muted uppercase">
        {title} · {people.length}
      </h3>
      <ul>
        {people.map((each) => (
          <FriendRow key={each.friend.user.id} {...each} />
        ))}
      </ul>
    </section>
  );
}
