/** A message, or what the system says; state as the server last told it. */
export interface Message {
  /** `message.created` for what somebody wrote; anything else is a notice, such as `member.joined`. */
  type: string;
  id: string;
  conversationId: string;
  seq: number;
  clientMessageId: string;
  author: Author;
  body: string;
  createdAt: string;
  /** Of two states of a message the higher is the newer. */
  version: number;
  replyTo?: RepliedTo;
  thread?: Thread;
  mentions?: string[];
  mentionsEveryone?: 'all' | 'here';
  reactions?: Reaction[];
  /** In what is fetched; live events tell it by their actor. */
  ownReactions?: string[];
  data?: unknown;
  editedAt?: string;
  deletedAt?: string;
  pinnedAt?: string;
  /** Deleted by this person for themselves. */
  hidden?: boolean;
}

export interface Author {
  id: string;
  username: string;
  blocked?: boolean;
}

export interface RepliedTo {
  id: string;
  seq: number;
  authorId: string;
}

export interface Thread {
  rootId: string;
  replyCount: number;
  lastReplyAt?: string;
  /** Of two states of a thread the higher is the newer. */
  seq: number;
}

export interface Reaction {
  emoji: string;
  count: number;
}

/** What happened to a conversation beside what is said in it. */
export interface Change {
  type: string;
  conversationId: string;
  seq: number;
  createdAt: string;
  actor: Author;
  /** The whole message as it is now. */
  message?: Message;
  data?: unknown;
}

/** Everything durable in a conversation. Kinds that this client does not know still count in the sequence. */
export type ChatEvent = Message | Change;

export function isMessage(event: ChatEvent): event is Message {
  return 'author' in event;
}

/** The message whose state an event brings, if it brings one. */
export function messageOf(event: ChatEvent): Message | undefined {
  return isMessage(event) ? event : event.message;
}

/** What somebody wrote, not what the system says. */
export function isWritten(message: Message): boolean {
  return message.type === 'message.created';
}

/** Whether this person is named in it, themselves or with everyone. */
export function namesMe(message: Message, me: string): boolean {
  return message.author.id !== me && ((message.mentions?.includes(me) ?? false) || message.mentionsEveryone === 'all');
}

/** A text member of what an event tells. */
export function told(data: unknown, member: string): string | undefined {
  const value = typeof data === 'object' && data !== null ? (data as Record<string, unknown>)[member] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/**
 * Of two states of a message the newer. What only the fetched ones tell, with which emoji one reacted oneself, is kept from
 * the older, as far as somebody still reacts so.
 */
export function newerMessage(known: Message | undefined, told: Message): Message {
  if (known && told.version < known.version) {
    return known;
  }
  if (told.ownReactions || !known?.ownReactions) {
    return told;
  }
  const left = new Set(told.reactions?.map((reaction) => reaction.emoji));
  return { ...told, ownReactions: known.ownReactions.filter((emoji) => left.has(emoji)) };
}

/** The state after an event that this person may have caused themselves: live ones tell the own reaction by their actor. */
export function afterEvent(known: Message | undefined, event: ChatEvent, me: string): Message | undefined {
  const message = messageOf(event);
  if (!message) {
    return undefined;
  }
  const next = newerMessage(known, message);
  const emoji = isMessage(event) ? undefined : told(event.data, 'emoji');
  // What was fetched tells it itself, and what is known from later is not touched.
  if (isMessage(event) || event.actor.id !== me || !emoji || message.ownReactions || next.version > message.version) {
    return next;
  }
  const others = (next.ownReactions ?? []).filter((each) => each !== emoji);
  switch (event.type) {
    case 'reaction.added':
      return { ...next, ownReactions: [...others, emoji] };
    case 'reaction.removed':
      return { ...next, ownReactions: others };
    default:
      return next;
  }
}
