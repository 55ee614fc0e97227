import { everyPage, type Page } from '../../api/http';
import { call } from '../../session/call';

/** A message that goes out later. */
export interface Scheduled {
  id: string;
  conversationId: string;
  body: string;
  sendAt: string;
  state: 'pending' | 'failed' | (string & {});
  /** Why it could not be sent. */
  code?: string | null;
}

export const scheduledKey = ['chat', 'scheduled'] as const;

const api = '/api/chat/scheduled';

export const scheduledApi = {
  list: () => everyPage((cursor) => call<Page<Scheduled>>(api, { query: { limit: 100, cursor } })),
  add: (body: { conversationId: string; clientMessageId: string; body: string; sendAt: string; replyTo?: string }) =>
    call<Scheduled>(api, { method: 'POST', body }),
  change: (id: string, body: { body: string; sendAt: string }) => call<Scheduled>(`${api}/${id}`, { method: 'PATCH', body }),
  cancel: (id: string) => call<void>(`${api}/${id}`, { method: 'DELETE' }),
};

/** Moments that people often mean, from now on. */
export function proposals(now: Date): { name: string; at: Date }[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const list = [{ name: 'In an hour', at: new Date(now.getTime() + 60 * 60_000) }];
  if (now.getHours() < 17) {
    list.push({ name: 'This evening', at: at(0, 19) });
  }
  list.push({ name: 'Tomorrow morning', at: at(1, 9) });
  const toMonday = (8 - now.getDay()) % 7 || 7;
  if (toMonday > 1) {
    list.push({ name: 'Monday morning', at: at(toMonday, 9) });
  }
  return list;
}

/** As an input of type datetime-local wants it: the local time. */
export function localInput(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
