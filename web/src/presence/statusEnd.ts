export const endings = [
  ['never', 'Never'],
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['4h', '4 hours'],
  ['today', 'Today'],
] as const;

export type EndName = (typeof endings)[number][0];

const minutes: Partial<Record<EndName, number>> = { '30m': 30, '1h': 60, '4h': 240 };

/** When a status text vanishes; "today" ends at midnight where the person is. */
export function endOf(name: EndName, now: Date): string | null {
  if (name === 'today') {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString();
  }
  const after = minutes[name];
  return after === undefined ? null : new Date(now.getTime() + after * 60_000).toISOString();
}
