import type { Page } from '../../api/http';
import { call } from '../../session/call';
import type { Message } from '../message';

export interface Found {
  message: Message;
  conversation: { id: string; kind: string; name: string };
  /** Start and length of what was found in the body, in UTF-16 units. */
  highlights: [number, number][];
}

export type Order = 'time' | 'rank';

export const searchApi = {
  find: (query: string, within: string | null, order: Order, cursor?: string) =>
    call<Page<Found>>('/api/chat/search', { query: { q: query, in: within ?? undefined, order, cursor, limit: 20 } }),
};

/** The text in pieces, those that were found marked; long texts begin shortly before the first of them. */
export function pieces(body: string, highlights: readonly (readonly [number, number])[]): { text: string; found: boolean }[] {
  const lead = 60;
  const sorted = [...highlights].sort((a, b) => a[0] - b[0]);
  const first = sorted[0]?.[0] ?? 0;
  let at = first > lead * 2 ? body.lastIndexOf(' ', first - lead) + 1 : 0;
  const out = at > 0 ? [{ text: '…', found: false }] : [];
  for (const [start, length] of sorted) {
    const end = Math.min(body.length, start + length);
    if (start >= at && end > start) {
      out.push({ text: body.slice(at, start), found: false }, { text: body.slice(start, end), found: true });
      at = end;
    }
  }
  out.push({ text: body.slice(at), found: false });
  return out.filter((piece) => piece.text !== '');
}
