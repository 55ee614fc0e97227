import { Problem } from '../api/problem';
import { Store } from '../app/store';

export interface Said {
  text: string;
  bad: boolean;
}

/** A sentence about what was just done, for a moment. */
export const said = new Store<Said | null>(null);

export function say(text: string): void {
  said.set({ text, bad: false });
}

/** Says why something that was clicked did not happen. */
export function sayProblem(error: unknown): void {
  said.set({ text: Problem.of(error).message, bad: true });
}

/** Copies, and says so. Without https there is no clipboard for scripts. */
export function copy(text: string, done: string): void {
  (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
    () => say(done),
    () => said.set({ text: 'This browser does not let us copy. Select the text and copy it by hand.', bad: true }),
  );
}
