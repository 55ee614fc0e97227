import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLive } from '../../app/live';
import { useSettled } from '../../app/useSettled';
import { useBlockedIds, useFriends } from '../../friends/useFriends';
import { peopleApi } from '../../people/person';
import { usePane } from '../acts/pane';
import { chatApi } from '../chatApi';

export interface Candidate {
  username: string;
  name: string;
  /** Null for everyone at once. */
  id: string | null;
}

const most = 6;
const shortestSearch = 2;
const freshForMs = 60_000;

/** Whom an @ may mean here: members of a room, the other of two, those who talk in the public room or are found by name. */
export function useCandidates(query: string | null): Candidate[] {
  const { me } = useLive();
  const { conversation, timeline, manages } = usePane();
  const { id, kind, peer } = conversation;
  const asking = query !== null;
  const settled = useSettled(query ?? '');
  const blocked = useBlockedIds();
  const friends = useFriends().data;
  const members = useQuery({
    queryKey: ['chat', 'members', id, 'names'],
    queryFn: async () => (await chatApi.members(id, undefined, 100)).items,
    enabled: asking && kind === 'room',
    staleTime: freshForMs,
  }).data;
  const found = useQuery({
    queryKey: ['people', 'mention', settled],
    queryFn: async () => (await peopleApi.search(settled, undefined, most)).items,
    enabled: asking && kind === 'public' && settled.length >= shortestSearch,
    staleTime: freshForMs,
  }).data;

  return useMemo(() => {
    if (query === null) {
      return [];
    }
    const { messages } = timeline.state.get();
    const people = [
      ...(peer ? [peer] : []),
      ...messages
        .slice(-60)
        .reverse()
        .map((message) => message.author),
      ...(members ?? []).map((member) => member.user),
      ...(kind === 'public' ? [...(friends ?? []).map((friend) => friend.user), ...(found ?? [])] : []),
    ];
    const byId = new Map<string, Candidate>();
    for (const person of people) {
      const name = 'displayName' in person ? String(person.displayName || person.username) : person.username;
      const fits = person.username.toLowerCase().startsWith(query) || name.toLowerCase().split(' ').some((part) => part.startsWith(query));
      if (fits && person.username !== '' && person.id !== me.id && !blocked.has(person.id)) {
        byId.set(person.id, { id: person.id, username: person.username, name });
      }
    }
    const everyone = (manages ? ['here', 'all'] : [])
      .filter((name) => name.startsWith(query))
      .map((name) => ({ id: null, username: name, name: name === 'here' ? 'Everyone who is here' : 'Everyone' }));
    return [...byId.values(), ...everyone].slice(0, most);
  }, [query, timeline, peer, members, friends, found, kind, manages, me.id, blocked]);
}
