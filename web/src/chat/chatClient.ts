import type { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { backoff } from '../realtime/backoff';
import { everythingOfFriends } from '../friends/friend';
import { Hub } from '../realtime/hub';
import {
  byActivity,
  chatApi,
  conversationsKey,
  isMessage,
  newerOf,
  type ChatEvent,
  type Conversation,
  type Moved,
  type Sent,
} from './conversation';
import type { Courier } from './outbox';
import { ReadMarks } from './readMarks';
import { Timeline } from './timeline';
import { Typists } from './typists';

/** A lost broadcast is found by comparing heads at least this often, also when nobody writes any more. */
const compareHeadsMs = 30_000;

/** What this window knows of chat: the list of conversations, the open timelines, and the hub that moves both. */
export class ChatClient {
  readonly hub = new Hub('/hubs/chat');
  readonly typists = new Typists();
  private readonly queries: QueryClient;
  private readonly me: { id: string; username: string };
  private readonly timelines = new Map<string, Timeline>();
  private readonly drafts = new Map<string, string>();
  private readonly reads = new ReadMarks(
    (id, seq) => this.sendRead(id, seq),
    (id, read) => this.patch(id, (c) => ({ ...c, readSeq: Math.max(c.readSeq, read.seq), unread: read.unread })),
  );
  /** The conversation that this person is looking at, as the server was told. */
  readonly viewing = new Store<string | null>(null);
  private clock: ReturnType<typeof setInterval> | undefined;
  private syncing = false;
  private syncAgain = false;

  readonly conversationsQuery = {
    queryKey: conversationsKey,
    // A list that was on its way while events came in must not take them back.
    queryFn: async (): Promise<Conversation[]> => {
      const fetched = await chatApi.conversations();
      const known = new Map(this.conversations()?.map((c) => [c.id, c]));
      return fetched.map((c) => newerOf(known.get(c.id), c)).sort(byActivity);
    },
  };

  constructor(queries: QueryClient, me: { id: string; username: string }) {
    this.queries = queries;
    this.me = me;
    this.hub.on<ChatEvent>('Event', (event) => this.receive(event));
    this.hub.on<{ conversationId: string; userId: string; username: string; until: string }>('Typing', (typing) => {
      if (typing.userId !== me.id) {
        this.typists.add(typing);
      }
    });
    this.hub.on<{ conversationId: string; seq: number; unread: number }>('Read', (read) =>
      this.patch(read.conversationId, (c) =>
        read.seq < c.readSeq ? c : { ...c, readSeq: read.seq, unread: read.unread },
      ),
    );
    // Marks, previews and unread counts of shared conversations are others now; also when another device did it.
    this.hub.on('BlocksChanged', () => {
      void queries.invalidateQueries({ queryKey: everythingOfFriends });
      void queries.invalidateQueries({ queryKey: conversationsKey });
    });
    this.hub.onConnected(() => {
      void this.tellView();
      void this.sync();
    });
  }

  start(): void {
    this.hub.start();
    this.clock = setInterval(() => void this.sync(), compareHeadsMs);
  }

  stop(): void {
    clearInterval(this.clock);
    this.reads.stop();
    this.typists.stop();
    void this.hub.stop();
  }

  timeline(id: string): Timeline {
    let timeline = this.timelines.get(id);
    if (!timeline) {
      timeline = new Timeline(id, this.me, this.courier(id));
      this.timelines.set(id, timeline);
      void timeline.load();
    }
    return timeline;
  }

  draft(id: string): string {
    return this.drafts.get(id) ?? '';
  }

  keepDraft(id: string, text: string): void {
    this.drafts.set(id, text);
  }

  view(id: string | null): void {
    if (this.viewing.get() !== id) {
      this.viewing.set(id);
      void this.tellView();
    }
  }

  markRead(id: string, seq: number): void {
    const conversation = this.conversations()?.find((c) => c.id === id);
    if (conversation && seq > conversation.readSeq) {
      this.patch(id, (c) => ({ ...c, readSeq: seq, unread: seq >= c.headSeq ? 0 : c.unread }));
      this.reads.mark(id, seq);
    }
  }

  typing(id: string): void {
    if (this.hub.connected) {
      this.hub.invoke('Typing', { conversationId: id }).catch(() => undefined);
    }
  }

  /** Finds or opens the direct conversation with a friend and puts it into the list. */
  async openDirect(userId: string): Promise<Conversation> {
    const conversation = await this.direct(userId);
    this.put(conversation);
    return conversation;
  }

  private async direct(userId: string): Promise<Conversation> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await chatApi.direct(userId);
      } catch (error) {
        // Chat hears of a new friendship a moment after the friends do.
        if (attempt > 4 || Problem.of(error).code !== 'direct.not_allowed') {
          throw error;
        }
        await sleep(backoff(attempt));
      }
    }
  }

  private receive(event: ChatEvent): void {
    const conversation = this.conversations()?.find((c) => c.id === event.conversationId);
    this.timelines.get(event.conversationId)?.receive([event]);
    if (isMessage(event)) {
      this.typists.remove(event.conversationId, event.author.id);
    }
    if (!conversation) {
      void this.fetchConversation(event.conversationId);
    } else if (event.seq > conversation.headSeq) {
      if (event.seq > conversation.headSeq + 1 && !this.timelines.has(event.conversationId)) {
        // Some were missed and nobody fetches them: let the server count the unread ones.
        void this.sync();
      }
      const counts = isMessage(event) && event.author.id !== this.me.id ? 1 : 0;
      this.patch(event.conversationId, (c) => ({
        ...c,
        headSeq: event.seq,
        unread: c.unread + counts,
        lastMessage: isMessage(event) ? event : c.lastMessage,
      }));
    }
  }

  /** Compares heads with the server and fetches what moved. */
  private async sync(): Promise<void> {
    if (this.syncing) {
      this.syncAgain = true;
      return;
    }
    this.syncing = true;
    try {
      do {
        this.syncAgain = false;
        await this.syncOnce();
      } while (this.syncAgain);
    } catch {
      // The next connect or the next half minute tries again.
    } finally {
      this.syncing = false;
    }
  }

  private async syncOnce(): Promise<void> {
    if (!this.hub.connected) {
      return;
    }
    const known = await this.queries.ensureQueryData(this.conversationsQuery);
    const heads = Object.fromEntries(known.map((c) => [c.id, this.timelines.get(c.id)?.last ?? c.headSeq]));
    const { conversations: moved } = await this.hub.invoke<{ conversations: Moved[] }>('Sync', { heads });
    let previewsOld = false;
    for (const { conversationId, headSeq, readSeq, unread } of moved) {
      const conversation = this.conversations()?.find((c) => c.id === conversationId);
      previewsOld ||= !conversation || headSeq > conversation.headSeq;
      this.patch(conversationId, (c) => newerOf(c, { ...c, headSeq, readSeq, unread }));
      void this.timelines.get(conversationId)?.catchUp(headSeq);
    }
    for (const timeline of this.timelines.values()) {
      if (timeline.state.get().status === 'failed') {
        void timeline.load();
      }
    }
    if (previewsOld) {
      await this.queries.invalidateQueries({ queryKey: conversationsKey });
    }
  }

  private async fetchConversation(id: string): Promise<void> {
    try {
      this.put(await chatApi.conversation(id));
    } catch {
      // Found again by the next comparison of heads.
    }
  }

  private conversations(): Conversation[] | undefined {
    return this.queries.getQueryData<Conversation[]>(conversationsKey);
  }

  private put(conversation: Conversation): void {
    this.queries.setQueryData<Conversation[]>(conversationsKey, (list = []) =>
      [conversation, ...list.filter((c) => c.id !== conversation.id)].sort(byActivity),
    );
  }

  private patch(id: string, change: (conversation: Conversation) => Conversation): void {
    this.queries.setQueryData<Conversation[]>(conversationsKey, (list) =>
      list?.map((c) => (c.id === id ? change(c) : c)).sort(byActivity),
    );
  }

  private async tellView(): Promise<void> {
    if (this.hub.connected) {
      await this.hub.invoke('View', { conversationId: this.viewing.get() }).catch(() => undefined);
    }
  }

  private sendRead(id: string, seq: number): Promise<{ seq: number; unread: number }> {
    return this.hub.connected
      ? this.hub.invoke('MarkRead', { conversationId: id, seq })
      : chatApi.markRead(id, seq);
  }

  private courier(id: string): Courier {
    return {
      // The hub and the route do the same; whichever is there is used.
      deliver: (message) =>
        this.hub.connected ? this.hub.invoke<Sent>('Send', { conversationId: id, ...message }) : chatApi.send(id, message),
      pause: (attempt, retryAfterMs) => sleep(retryAfterMs ?? backoff(attempt, Math.random, 4000)),
      now: Date.now,
    };
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
