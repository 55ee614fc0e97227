import type { Page } from '../api/http';
import { call } from '../session/call';
import { batched } from './batched';

/** What anyone who is signed in may see of somebody. */
export interface Person {
  id: string;
  username: string;
  displayName: string;
  bio?: string | null;
  avatarUrl?: string | null;
  deleted?: boolean;
}

const api = '/api/identity/users';

export const personKey = (id: string) => ['person', id] as const;

export const peopleApi = {
  search: (query: string, cursor?: string, limit = 20) => call<Page<Person>>(api, { query: { query, cursor, limit } }),
  /** All that ask within a moment share one call; null for somebody who is not there any more. */
  byId: batched(
    async (ids: readonly string[]) => {
      const { items } = await call<Page<Person>>(api, { query: { ids: ids.join(',') } });
      return new Map(items.map((person) => [person.id, person]));
    },
    { most: 100, waitMs: 20 },
  ),
};

export function nameOf(person: { username: string; displayName?: string | null; deleted?: boolean }): string {
  return person.deleted ? 'Deleted user' : person.displayName || person.username;
}
