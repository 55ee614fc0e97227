import type { QueryClient } from '@tanstack/react-query';
import { blocksKey, type Friend } from '../friends/friend';
import { chatApi } from './chatApi';
import { Problem } from '../api/problem';
import { byActivity, conversationsKey, isMuted, newerOf, type Conversation, type ReadMark } from './conversation';
import { isMessage, isWritten, messageOf, namesMe, newerMessage, told, type ChatEvent, type Message } from './message';

/** Several reasons to ask for a conversation again come together. */
const gatherMs = 300;

/** The list of conversations with their counters, moved by events; where an event does not tell enough, asked for again. */
export class Inbox {
  private readonly queries: QueryClient;
  private readonly me: string;
  private readonly asked = new Map<string, ReturnType<typeof setTimeout>>();

  readonly query = {
    queryKey: conversationsKey,
    // A list that was on its way while events came in must not take them back.
    queryFn: async (): Promise<Conversation[]> => {
      const fetched = await chatApi.conversations();
      const known = new Map(this.all()?.map((c) => [c.id, c]));
      return fetched.map((c) => newerOf(known.get(c.id), c)).sort(byActivity);
    },
  };

  constructor(queries: QueryClient, me: string) {
    this.queries = queries;
    this.me = me;
  }

  all(): Conversation[] | undefined {
    return this.queries.getQueryData<Conversation[]>(conversationsKey);
  }

  find(id: string): Conversation | undefined {
    return this.all()?.find((c) => c.id === id);
  }

  load(): Promise<Conversation[]> {
    return this.queries.ensureQueryData(this.query);
  }

  reload(): Promise<void> {
    return this.queries.invalidateQueries({ queryKey: conversationsKey });
  }

  /** Everything anew: what was known counts for nothing. */
  async reset(): Promise<void> {
    await this.queries.cancelQueries({ queryKey: conversationsKey });
    this.queries.setQueryData(conversationsKey, undefined);
    await this.queries.resetQueries({ queryKey: conversationsKey });
  }

  put(conversation: Conversation): Conversation {
    this.queries.setQueryData<Conversation[]>(conversationsKey, (list = []) =>
      [newerOf(list.find((c) => c.id === conversation.id), conversation), ...list.filter((c) => c.id !== conversation.id)].sort(
        byActivity,
      ),
    );
    return conversation;
  }

  patch(id: string, change: (conversation: Conversation) => Conversation): void {
    this.queries.setQueryData<Conversation[]>(conversationsKey, (list) =>
      list?.map((c) => (c.id === id ? change(c) : c)).sort(byActivity),
    );
  }

  remove(id: string): void {
    this.queries.setQueryData<Conversation[]>(conversationsKey, (list) => list?.filter((c) => c.id !== id));
  }

  read(id: string, mark: ReadMark): void {
    this.patch(id, (c) =>
      mark.version < c.readVersion
        ? c
        : { ...c, readSeq: mark.seq, readVersion: mark.version, unread: mark.unread, mentions: mark.mentions },
    );
  }

  /** Asks for a conversation again; it leaves the list when it is not this person's any more. */
  refresh(id: string): void {
    if (!this.asked.has(id)) {
      this.asked.set(id, setTimeout(() => void this.fetch(id), gatherMs));
    }
  }

  async fetch(id: string): Promise<void> {
    clearTimeout(this.asked.get(id));
    this.asked.delete(id);
    try {
      this.put(await chatApi.conversation(id));
    } catch (error) {
      if (Problem.of(error).status === 404) {
        this.remove(id);
      }
      // Otherwise found again by the next comparison of heads.
    }
  }

  stop(): void {
    this.asked.forEach((timer) => clearTimeout(timer));
  }

  /** Takes an event that is newer than the conversation as it is known. */
  apply(event: ChatEvent): void {
    const id = event.conversationId;
    this.patch(id, (c) => this.after(c, event));
    const message = messageOf(event);
    const conversation = this.find(id);
    if (!conversation || !message) {
      return;
    }
    const blocked = this.queries.getQueryData<Friend[]>(blocksKey)?.some((block) => block.user.id === message.author.id);
    // Whether it counts, only the server can say.
    const unsure = isMessage(event)
      ? isWritten(message) && message.author.id !== this.me && (blocked || message.mentionsEveryone === 'here')
      : message.seq > conversation.readSeq && (event.type === 'message.deleted' || event.type === 'message.edited');
    if (unsure) {
      this.refresh(id);
    }
  }

  private after(c: Conversation, event: ChatEvent): Conversation {
    const at = { ...c, headSeq: event.seq };
    return isMessage(event) ? this.afterMessage(at, event) : afterChange(at, event.type, event.data, event.message, event.seq);
  }

  private afterMessage(c: Conversation, message: Message): Conversation {
    const counts = isWritten(message) && message.author.id !== this.me;
    return {
      ...c,
      ...afterNotice(c, message),
      lastMessage: message,
      lastActivityAt: message.createdAt,
      unread: c.unread + (counts ? 1 : 0),
      mentions: c.mentions + (counts && namesMe(message, this.me) ? 1 : 0),
      // Something new brings it back, unless one does not want to hear of it.
      archived: c.archived && isMuted(c),
    };
  }
}

function afterNotice(c: Conversation, notice: Message): Partial<Conversation> {
  switch (notice.type) {
    case 'member.joined':
      return { memberCount: c.memberCount + 1 };
    case 'member.left':
    case 'member.removed':
      return { memberCount: Math.max(0, c.memberCount - 1) };
    case 'conversation.renamed':
      return { name: told(notice.data, 'name') ?? c.name, settingsSeq: notice.seq };
    default:
      return {};
  }
}

function afterChange(c: Conversation, type: string, data: unknown, message: Message | undefined, seq: number): Conversation {
  switch (type) {
    case 'conversation.updated':
      return { ...c, ...settingsIn(data), settingsSeq: seq };
    case 'request.accepted':
      return { ...c, request: null };
    default:
      return message && c.lastMessage?.id === message.id ? { ...c, lastMessage: newerMessage(c.lastMessage, message) } : c;
  }
}

function settingsIn(data: unknown): Partial<Conversation> {
  const { name, topic, history, slowMode } = (data ?? {}) as Partial<Conversation>;
  return Object.fromEntries(Object.entries({ name, topic, history, slowMode }).filter(([, value]) => value !== undefined));
}
