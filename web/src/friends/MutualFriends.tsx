import { usePages } from '../api/pages';
import { PagedList } from '../design/PagedList';
import { nameOf, type Person } from '../people/person';
import { PersonAvatar } from '../people/PersonAvatar';
import { friendsApi, mutualKey, type Counted } from './friend';

export function MutualFriends({ userId }: { userId: string }) {
  const list = usePages<Person, Counted<Person>>({ key: mutualKey(userId), get: (cursor) => friendsApi.mutual(userId, cursor) });
  const total = list.first?.total ?? 0;
  return (
    <section aria-label="Mutual friends" className="rounded-lg border border-line p-2">
      <h3 className="px-1 pb-1 text-sm font-medium">Mutual friends{total > 0 && ` · ${total}`}</h3>
      <PagedList
        list={list}
        label="Mutual friends"
        className="max-h-56 overflow-y-auto"
        empty={<p className="px-1 text-sm text-muted">You have no friends in common.</p>}
      >
        {(person) => (
          <li key={person.id} className="flex items-center gap-2 px-1 py-1 text-sm">
            <PersonAvatar person={person} size="size-7" />
            <span className="truncate">{nameOf(person)}</span>
          </li>
        )}
      </PagedList>
    </section>
  );
}
