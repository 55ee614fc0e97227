/**
 * How long to wait after so many failures in a row. Half of it is chance: when a server with ten thousand clients comes
 * back, they must not all knock in the same second.
 */
export function backoff(failures: number, random: () => number = Math.random, maxMs = 20_000): number {
  const ceiling = Math.min(maxMs, 500 * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
