interface Waiting<T> {
  resolve: (value: T | null) => void;
  reject: (error: unknown) => void;
}

/** Makes many single questions of one moment into few that ask for many; the same key is asked for once. */
export function batched<T>(
  fetchMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  { most, waitMs }: { most: number; waitMs: number },
): (key: string) => Promise<T | null> {
  let waiting = new Map<string, Waiting<T>[]>();

  function flush(): void {
    const all = [...waiting];
    waiting = new Map();
    for (let i = 0; i < all.length; i += most) {
      void answer(all.slice(i, i + most));
    }
  }

  async function answer(part: readonly (readonly [string, Waiting<T>[]])[]): Promise<void> {
    try {
      const found = await fetchMany(part.map(([key]) => key));
      part.forEach(([key, askers]) => askers.forEach((asker) => asker.resolve(found.get(key) ?? null)));
    } catch (error) {
      part.forEach(([, askers]) => askers.forEach((asker) => asker.reject(error)));
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) {
        setTimeout(flush, waitMs);
      }
      waiting.set(key, [...(waiting.get(key) ?? []), { resolve, reject }]);
    });
}
