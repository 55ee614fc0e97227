import { nameOf, type Person } from '../people/person';
import type { Message } from './message';

export type Role = 'member' | 'admin' | 'owner';
export type HistoryPolicy = 'all' | 'since_join';

/** A conversation as this person sees it. */
export interface Conversation {
  id: string;
  kind: 'public' | 'direct' | 'room' | (string & {});
  name: string | null;
  topic: string;
  peer: Person | null;
  headSeq: number;
  readSeq: number;
  /** Of two read marks the higher is the newer; marking unread moves the mark back and the version up. */
  readVersion: number;
  unread: number;
  mentions: number;
  historyFrom: number;
  role: Role;
  memberCount: number;
  slowMode: number;
  history: HistoryPolicy;
  settingsSeq: number;
  /** A message request without an answer. */
  request?: 'sent' | 'received' | 'ignored' | null;
  pinned: boolean;
  archived: boolean;
  mutedUntil?: string | null;
  lastMessage?: Message | null;
  createdAt: string;
  lastActivityAt: string;
}

/** What `Sync` and `Read` say of a conversation. */
export interface ReadMark {
  seq: number;
  version: number;
  unread: number;
  mentions: number;
}

export interface Moved {
  conversationId: string;
  headSeq: number;
  readSeq: number;
  readVersion: number;
  unread: number;
  mentions: number;
}

export const lobbyId = '00000000-0000-7000-8000-000000000001';

export const conversationsKey = ['chat', 'conversations'] as const;

export function titleOf(conversation: Conversation): string {
  return conversation.peer ? nameOf(conversation.peer) : (conversation.name ?? 'Conversation');
}

export function isMuted(conversation: Conversation, now = Date.now()): boolean {
  return conversation.mutedUntil != null && Date.parse(conversation.mutedUntil) > now;
}

/** Who sets what holds for all in it: of the public room the site's moderators, of a room its owner and admins. */
export function manages({ kind, role }: Conversation, isModerator: boolean): boolean {
  return kind === 'public' ? isModerator : kind !== 'direct' && role !== 'member';
}

export type Folder = 'inbox' | 'requests' | 'archived';

export function folderOf(conversation: Conversation): Folder | null {
  switch (conversation.request) {
    case 'received':
      return 'requests';
    case 'ignored':
      return null;
    default:
      return conversation.archived ? 'archived' : 'inbox';
  }
}

/** What the badge of the page counts: not what is muted, archived, or only asked for. */
export function totalUnread(conversations: readonly Conversation[]): number {
  return conversations.reduce((sum, c) => (folderOf(c) === 'inbox' && !isMuted(c) ? sum + c.unread : sum), 0);
}

/** Of what is known here and what the server just said, the later state; an answer may be overtaken by live events. */
export function newerOf(known: Conversation | undefined, fetched: Conversation): Conversation {
  if (!known) {
    return fetched;
  }
  const newer = fetched.headSeq < known.headSeq ? known : fetched;
  const readLater =
    known.readVersion > fetched.readVersion ||
    // Read here, and the server had not heard of it when it answered.
    (known.readVersion === fetched.readVersion && known.readSeq > fetched.readSeq);
  const { readSeq, readVersion, unread, mentions } = readLater ? known : newer === known && known.readVersion === fetched.readVersion ? known : fetched;
  // What a person sets for themselves takes no number, so the later answer is the newer.
  const { pinned, mutedUntil, role } = fetched;
  return { ...newer, pinned, mutedUntil, role, readSeq, readVersion, unread, mentions };
}

/** Pinned ones first, then the newest activity. */
export function byActivity(a: Conversation, b: Conversation): number {
  return Number(b.pinned) - Number(a.pinned) || b.lastActivityAt.localeCompare(a.lastActivityAt);
}
