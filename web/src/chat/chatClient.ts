import type { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { everythingOfFriends } from '../friends/friend';
import { backoff } from '../realtime/backoff';
import { Hub } from '../realtime/hub';
import { chatApi, type Sent } from './chatApi';
import { conversationsKey, lobbyId, newerOf, type Conversation, type ReadMark } from './conversation';
import { Drafts, type SavedDraft } from './drafts';
import { HeadSync, type SyncAnswer } from './headSync';
import { Inbox } from './inboxList';
import { isMessage, type ChatEvent } from './message';
import type { Courier } from './outbox';
import { ReadMarks } from './readMarks';
import { Receipts } from './receipts';
import { scheduledKey } from './compose/scheduled';
import { Timeline } from './timeline';
import { Typists, type Typing } from './typists';

/** What this window knows of chat: the list of conversations, the open timelines, and the hub that moves both. */
export class ChatClient {
  readonly hub = new Hub('/hubs/chat');
  readonly inbox: Inbox;
  readonly drafts = new Drafts();
  readonly receipts = new Receipts();
  readonly typists = new Typists();
  /** The conversation that this person is looking at, as the server was told. */
  readonly viewing = new Store<string | null>(null);
  private readonly queries: QueryClient;
  private readonly me: { id: string; username: string };
  private readonly timelines = new Map<string, Timeline>();
  private readonly reads = new ReadMarks(
    (id, seq) => this.sendRead(id, seq),
    (id, read) => this.inbox.read(id, read),
  );
  private readonly heads = new HeadSync({
    compare: (epoch) => this.compare(epoch),
    moved: (answer) => this.moved(answer),
    restored: () => this.startAnew(),
  });

  constructor(queries: QueryClient, me: { id: string; username: string }) {
    this.queries = queries;
    this.me = me;
    this.inbox = new Inbox(queries, me.id);
    this.listen();
  }

  start(): void {
    this.hub.start();
    this.heads.start();
  }

  stop(): void {
    this.heads.stop();
    this.reads.stop();
    this.typists.stop();
    this.drafts.stop();
    this.inbox.stop();
    void this.hub.stop();
  }

  timeline(id: string): Timeline {
    let timeline = this.timelines.get(id);
    if (!timeline) {
      timeline = new Timeline(id, this.me, this.courier(id), () => this.headOf(id));
      this.timelines.set(id, timeline);
      void timeline.load();
    }
    return timeline;
  }

  view(id: string | null): void {
    if (this.viewing.get() !== id) {
      this.viewing.set(id);
      void this.tellView();
      if (id) {
        // Of a large conversation one hears only that it moved, until one looks.
        void this.timelines.get(id)?.catchUp(this.inbox.find(id)?.headSeq ?? 0);
        void this.loadReads(id);
      }
    }
  }

  markRead(id: string, seq: number): void {
    const conversation = this.inbox.find(id);
    if (conversation && seq > conversation.readSeq) {
      const rest = seq >= conversation.headSeq ? { unread: 0, mentions: 0 } : {};
      this.inbox.patch(id, (c) => ({ ...c, readSeq: seq, ...rest }));
      this.reads.mark(id, seq);
    }
  }

  /** That message and the later ones are unread again. */
  async markUnread(id: string, seq: number): Promise<void> {
    this.reads.forget(id);
    this.inbox.read(id, await chatApi.markUnread(id, seq));
  }

  typing(id: string): void {
    if (this.hub.connected) {
      this.hub.invoke('Typing', { conversationId: id }).catch(() => undefined);
    }
  }

  /** Finds or opens the direct conversation with a person and puts it into the list. */
  async openDirect(userId: string): Promise<Conversation> {
    for (let attempt = 1; ; attempt++) {
      try {
        return this.inbox.put(await chatApi.direct(userId));
      } catch (error) {
        // Chat hears of a new friendship a moment after the friends do.
        if (attempt > 4 || Problem.of(error).code !== 'direct.not_allowed') {
          throw error;
        }
        await sleep(backoff(attempt));
      }
    }
  }

  /** This person is not in it any more. */
  forget(id: string): void {
    this.inbox.remove(id);
    this.timelines.delete(id);
  }

  private listen(): void {
    this.hub.on<ChatEvent>('Event', (event) => this.receive(event));
    this.hub.on<Typing>('Typing', (typing) => {
      if (typing.userId !== this.me.id) {
        this.typists.add(typing);
      }
    });
    this.hub.on<ReadMark & { conversationId: string }>('Read', (read) => this.inbox.read(read.conversationId, read));
    this.hub.on<{ conversationId: string; userId: string; seq: number }>('Receipt', (receipt) =>
      this.receipts.put(receipt.conversationId, [receipt]),
    );
    this.hub.on<{ conversationId: string; headSeq: number }>('Hint', ({ conversationId, headSeq }) => this.hinted(conversationId, headSeq));
    this.hub.on<{ conversationId: string }>('ConversationChanged', ({ conversationId }) => void this.inbox.fetch(conversationId));
    this.hub.on<{ conversationId: string; messageId: string }>('Hidden', ({ conversationId, messageId }) => {
      this.timelines.get(conversationId)?.hide(messageId);
      this.inbox.refresh(conversationId);
    });
    this.hub.on<SavedDraft>('Draft', (draft) => this.drafts.heard(draft));
    this.hub.on('ScheduledChanged', () => void this.queries.invalidateQueries({ queryKey: scheduledKey }));
    // Marks, previews and unread counts of shared conversations are others now; also when another device did it.
    this.hub.on('BlocksChanged', () => {
      void this.queries.invalidateQueries({ queryKey: everythingOfFriends });
      void this.queries.invalidateQueries({ queryKey: conversationsKey });
    });
    this.hub.onConnected(() => {
      void this.tellView();
      void this.heads.run();
      void this.drafts.load();
    });
  }

  private receive(event: ChatEvent): void {
    const id = event.conversationId;
    this.timelines.get(id)?.receive([event]);
    if (isMessage(event)) {
      this.typists.remove(id, event.author.id);
    }
    const conversation = this.inbox.find(id);
    if (event.type === 'conversation.deleted') {
      this.forget(id);
    } else if (!conversation) {
      void this.inbox.fetch(id);
    } else if (event.seq > conversation.headSeq) {
      if (event.seq > conversation.headSeq + 1) {
        // Some were missed: let the server count the unread ones.
        this.inbox.refresh(id);
      }
      this.inbox.apply(event);
      if (event.type.startsWith('member.') || event.type === 'conversation.updated') {
        void this.queries.invalidateQueries({ queryKey: ['chat', 'members', id] });
      }
      if (event.type === 'member.role_changed' || event.type === 'request.accepted') {
        this.inbox.refresh(id);
      }
    }
    if (event.type.startsWith('emoji.')) {
      void this.queries.invalidateQueries({ queryKey: ['chat', 'emoji', id] });
    } else if (event.type.endsWith('pinned')) {
      void this.queries.invalidateQueries({ queryKey: ['chat', 'pins', id] });
    }
  }

  private hinted(id: string, headSeq: number): void {
    if (headSeq > (this.inbox.find(id)?.headSeq ?? 0)) {
      this.inbox.refresh(id);
      if (this.viewing.get() === id) {
        void this.timelines.get(id)?.catchUp(headSeq);
      }
    }
  }

  private async compare(epoch: string | undefined): Promise<SyncAnswer | null> {
    if (!this.hub.connected) {
      return null;
    }
    const known = await this.inbox.load();
    const heads = Object.fromEntries(known.map((c) => [c.id, this.timelines.get(c.id)?.last ?? c.headSeq]));
    const reads = Object.fromEntries(known.map((c) => [c.id, c.readSeq]));
    return this.hub.invoke<SyncAnswer>('Sync', { heads, reads, epoch });
  }

  /** Fetches what moved. */
  private async moved(answer: SyncAnswer): Promise<void> {
    answer.gone?.forEach((id) => this.forget(id));
    let listOld = false;
    for (const { conversationId: id, ...moved } of answer.conversations) {
      const conversation = this.inbox.find(id);
      listOld ||= !conversation || moved.headSeq > conversation.headSeq;
      this.inbox.patch(id, (c) => newerOf(c, { ...c, ...moved }));
      void this.timelines.get(id)?.catchUp(moved.headSeq);
    }
    for (const timeline of this.timelines.values()) {
      if (timeline.state.get().status === 'failed') {
        void timeline.load();
      }
    }
    if (listOld) {
      await this.inbox.reload();
    }
  }

  private async startAnew(): Promise<void> {
    await this.inbox.reset();
    await Promise.all([...this.timelines.values()].map((timeline) => timeline.reset()));
  }

  /** Who has read up to where; of the public room and of large ones nobody tells. */
  private async loadReads(id: string): Promise<void> {
    if (id !== lobbyId) {
      const marks = await chatApi.reads(id).catch(() => []);
      this.receipts.put(id, marks.map(({ user, seq }) => ({ userId: user.id, seq })));
    }
  }

  private async headOf(id: string): Promise<number> {
    await this.inbox.load();
    if (!this.inbox.find(id)) {
      this.inbox.put(await chatApi.conversation(id));
    }
    return this.inbox.find(id)?.headSeq ?? 0;
  }

  private async tellView(): Promise<void> {
    if (this.hub.connected) {
      await this.hub.invoke('View', { conversationId: this.viewing.get() }).catch(() => undefined);
    }
  }

  private sendRead(id: string, seq: number): Promise<ReadMark> {
    return this.hub.connected ? this.hub.invoke('MarkRead', { conversationId: id, seq }) : chatApi.markRead(id, seq);
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
