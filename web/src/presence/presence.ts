import { agoOf } from '../design/when';

export type Status = 'online' | 'away' | 'dnd' | 'offline';

export interface Activity {
  kind: string;
  name: string;
  details?: string | null;
  partyCurrent?: number | null;
  partySize?: number | null;
  joinable?: boolean;
  joinId?: string | null;
}

/** What one may see of somebody. */
export interface Presence {
  userId: string;
  status: string;
  lastSeenAt: string | null;
  text?: string | null;
  emoji?: string | null;
  activity?: Activity | null;
}

/** What a person chose for themselves. */
export interface OwnStatus {
  status: 'auto' | 'away' | 'dnd' | 'invisible';
  text: string | null;
  emoji: string | null;
  /** When text and emoji vanish; null for never. */
  until: string | null;
}

const names: Record<Status, string> = { online: 'Online', away: 'Away', dnd: 'Do not disturb', offline: 'Offline' };

/** Somebody of whom nothing is known, or nothing may be, counts as not here. */
export function statusOf(presence: Presence | undefined): Status {
  const status = presence?.status;
  return status === 'online' || status === 'away' || status === 'dnd' ? status : 'offline';
}

export const isHere = (presence: Presence | undefined) => statusOf(presence) !== 'offline';

/** The status in words; of who is gone, when they were here. */
export function statusName(presence: Presence | undefined, now = new Date()): string {
  const status = statusOf(presence);
  return status === 'offline' && presence?.lastSeenAt ? `Seen ${agoOf(presence.lastSeenAt, now)}` : names[status];
}

/** What somebody does counts more than what they wrote; empty for who does and writes nothing, or is gone. */
export function doingOf(presence: Presence | undefined): string {
  if (!isHere(presence)) {
    return '';
  }
  return presence?.activity
    ? activityLine(presence.activity)
    : [presence?.emoji, presence?.text].filter(Boolean).join(' ');
}

/** One line about somebody. */
export function lineOf(presence: Presence | undefined, now = new Date()): string {
  const doing = doingOf(presence);
  return doing ? `${statusName(presence, now)} · ${doing}` : statusName(presence, now);
}

export function activityLine({ name, details, partyCurrent, partySize }: Activity): string {
  const party = partyCurrent && partySize ? `, ${partyCurrent} of ${partySize}` : '';
  return `${details ? `${name}: ${details}` : name}${party}`;
}
