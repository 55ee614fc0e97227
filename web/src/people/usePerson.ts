import { useQuery } from '@tanstack/react-query';
import { nameOf, peopleApi, personKey, type Person } from './person';

/** Names and pictures change seldom; a tab that comes back to the front asks again. */
const freshForMs = 60_000;

/** What is known of a person; undefined until it is, null when there is nobody of that id. */
export function usePerson(id: string): Person | null | undefined {
  return useQuery({
    queryKey: personKey(id),
    queryFn: () => peopleApi.byId(id),
    staleTime: freshForMs,
    refetchOnWindowFocus: true,
  }).data;
}

/** The newest name of somebody of whom an older one came with a message or a list. */
export function useName(person: { id: string; username: string; displayName?: string | null }): string {
  return nameOf(usePerson(person.id) ?? person);
}
