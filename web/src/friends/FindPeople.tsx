import { useState } from 'react';
import { usePages } from '../api/pages';
import { useLive } from '../app/live';
import { useSettled } from '../app/useSettled';
import { PagedList } from '../design/PagedList';
import { SearchField } from '../design/SearchField';
import { peopleApi, type Person } from '../people/person';
import { PersonRow } from './PersonRow';
import { Suggestions } from './Suggestions';
import { useBlockedIds, useFriends } from './useFriends';

const shortestQuery = 2;

/** People by the beginning of their name, and, before anything is typed, those whom friends know. */
export function FindPeople() {
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim());
  const searching = typed.trim().length >= shortestQuery;
  return (
    <>
      <div className="px-2 pb-1">
        <SearchField label="Find people by name" value={typed} onChange={setTyped} />
      </div>
      {searching ? query.length >= shortestQuery && <Found query={query} /> : <Suggestions />}
    </>
  );
}

function Found({ query }: { query: string }) {
  const { me } = useLive();
  const friends = useFriends().data ?? [];
  const blocked = useBlockedIds();
  const list = usePages<Person>({ key: ['people', query], get: (cursor) => peopleApi.search(query, cursor) });
  const known = new Set(friends.map((friend) => friend.user.id));
  return (
    <PagedList
      list={{ ...list, items: list.items.filter((person) => person.id !== me.id && !blocked.has(person.id)) }}
      label="People found"
      empty={<p className="px-2 py-4 text-sm text-muted">Nobody’s name begins like that.</p>}
    >
      {(person) => <PersonRow key={person.id} person={person} isFriend={known.has(person.id)} />}
    </PagedList>
  );
}
