import { Store } from '../app/store';

interface Shown {
  id: string;
  username: string;
  displayName?: string | null;
}

/** Whose card stands open, if anybody's. */
export const shownPerson = new Store<Shown | null>(null);

export function showPerson(person: Shown): void {
  shownPerson.set(person);
}
