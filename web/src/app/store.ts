import { useSyncExternalStore } from 'react';

/** A value that React components follow and that code outside React may change. Values are replaced, never mutated. */
export class Store<T> {
  private value: T;
  private readonly listeners = new Set<() => void>();

  constructor(value: T) {
    this.value = value;
  }

  readonly get = (): T => this.value;

  set(next: T): void {
    if (!Object.is(next, this.value)) {
      this.value = next;
      for (const listener of [...this.listeners]) {
        listener();
      }
    }
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
