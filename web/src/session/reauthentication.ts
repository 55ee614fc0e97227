import { Problem } from '../api/problem';
import { Store } from '../app/store';

interface Asked {
  done: () => void;
  cancel: () => void;
}

/** Set while the person is asked to show again who they are; the dialog follows it. */
export const asked = new Store<Asked | null>(null);

let pending: Promise<void> | null = null;

/** Resolves once the person has shown again who they are. Calls that need it at the same time share one dialog. */
export function showAgain(): Promise<void> {
  pending ??= new Promise<void>((resolve, reject) => {
    asked.set({
      done: resolve,
      cancel: () => reject(new Problem({ status: 403, code: 'reauthentication.canceled', message: 'Nothing was changed.' })),
    });
  }).finally(() => {
    pending = null;
    asked.set(null);
  });
  return pending;
}
