import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { chatApi, type Sent } from './chatApi';
import { isMessage, messageOf, type ChatEvent, type Message, type RepliedTo } from './message';
import { newId } from './newId';
import { Outbox, type Courier, type Outgoing } from './outbox';
import { Sequence } from './sequence';
import { afterEvents, emptyWindow, windowOf, withNewer, withOlder, without, withState, type Window } from './window';

export interface TimelineState extends Window {
  status: 'loading' | 'ready' | 'failed';
  problem: Problem | null;
  outgoing: readonly Outgoing[];
  loadingOlder: boolean;
  loadingNewer: boolean;
  /** The message that the view is to go to; a new object each time. */
  target: { seq: number } | null;
}

const pageSize = 50;
/** Live events often overtake each other by a moment; only a hole that stays is fetched. */
const patienceMs = 80;
/** Further behind than this, the page in view is loaded anew instead of everything in between; scrolling loads the rest. */
const farBehind = 300;
/** A window that stays open for days keeps this many; the older ones come back by scrolling. */
const keep = 600;

const nothing: TimelineState = {
  ...emptyWindow,
  status: 'loading',
  problem: null,
  outgoing: [],
  loadingOlder: false,
  loadingNewer: false,
  target: null,
};

/** One conversation as this window shows it. Follows the rule of sequence numbers: shown in order, once, without holes. */
export class Timeline {
  readonly state = new Store<TimelineState>(nothing);

  private readonly id: string;
  private readonly me: { id: string; username: string };
  private readonly outbox: Outbox;
  /** The conversation's last number as far as it is known before a page is asked for: the page holds all up to it. */
  private readonly head: () => Promise<number>;
  private readonly listeners = new Set<(events: readonly ChatEvent[]) => void>();
  private sequence: Sequence<ChatEvent> | null = null;
  /** What arrives while the first page is on its way. */
  private early: ChatEvent[] = [];
  /** What came while the window ended before the newest message. */
  private since: Message[] = [];
  private loading: Promise<void> | null = null;
  private filling: Promise<void> | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string, me: { id: string; username: string }, courier: Courier, head: () => Promise<number>) {
    this.id = id;
    this.me = me;
    this.head = head;
    this.outbox = new Outbox(
      courier,
      (outgoing) => this.patch({ outgoing }),
      (message, sent) => this.confirmed(message, sent),
    );
  }

  /** The newest event that is shown; null while nothing is loaded. */
  get last(): number | null {
    return this.sequence?.last ?? null;
  }

  /** Calls back with the events as they are shown: in order, once; with none when the window was loaded anew. */
  follow(listener: (events: readonly ChatEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Loads the newest page, or the one around a message. */
  load(around?: number): Promise<void> {
    this.loading ??= this.loadPage(around).finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** Forgets everything, as the server's state is another one than what was built on. */
  reset(): Promise<void> {
    this.sequence = null;
    this.since = [];
    this.patch({ ...emptyWindow, status: 'loading' });
    return this.load();
  }

  /** Brings a message into view, with what stands around it. */
  async jumpTo(seq: number): Promise<void> {
    await this.loading;
    const { messages, hasNewer } = this.state.get();
    const first = messages[0]?.seq ?? Infinity;
    const last = messages.at(-1)?.seq ?? 0;
    if (seq < first || (seq > last && hasNewer)) {
      await this.load(seq);
    }
    this.patch({ target: { seq } });
  }

  async jumpToNewest(): Promise<void> {
    if (this.state.get().hasNewer) {
      await this.load();
    }
  }

  /** Takes live events. */
  receive(events: readonly ChatEvent[]): void {
    if (!this.sequence) {
      this.early.push(...events);
      return;
    }
    const { last } = this.sequence;
    // A repeat shows nothing new, but may say more than the answer to the own send did.
    events.filter((event) => event.seq <= last).forEach((event) => this.absorb(messageOf(event)));
    this.show(this.sequence.offer(events));
    if (this.sequence.hasGap && this.patience === undefined && !this.filling) {
      this.patience = setTimeout(() => {
        this.patience = undefined;
        if (this.sequence?.hasGap) {
          void this.catchUp(this.sequence.head);
        }
      }, patienceMs);
    }
  }

  /** A state of a message that an answer brought. */
  absorb(message: Message | undefined): void {
    if (message) {
      this.setWindow(withState(this.state.get(), message));
    }
  }

  /** This person deleted it for themselves. */
  hide(messageId: string): void {
    this.since = this.since.filter((message) => message.id !== messageId);
    this.setWindow(without(this.state.get(), messageId));
  }

  /** Fetches what is missing up to `head`. A failure is no loss: the next comparison of heads asks again. */
  catchUp(head: number): Promise<void> {
    if (!this.sequence) {
      return this.load();
    }
    if (head <= this.sequence.last) {
      return Promise.resolve();
    }
    this.filling ??= this.fill(head)
      .catch(() => undefined)
      .finally(() => {
        this.filling = null;
      });
    return this.filling;
  }

  async loadOlder(): Promise<void> {
    const { messages, hasOlder, loadingOlder } = this.state.get();
    const oldest = messages[0];
    if (!hasOlder || loadingOlder || !oldest) {
      return;
    }
    this.patch({ loadingOlder: true });
    try {
      const page = await chatApi.messages(this.id, { before: oldest.seq, limit: pageSize });
      const now = this.state.get();
      // The window may have been reset or trimmed meanwhile: only what still fits is put in front.
      this.patch({ loadingOlder: false, ...(now.messages[0]?.seq === oldest.seq && withOlder(now, page.items, page.hasMore)) });
    } catch {
      this.patch({ loadingOlder: false });
    }
  }

  async loadNewer(): Promise<void> {
    const { messages, hasNewer, loadingNewer } = this.state.get();
    const newest = messages.at(-1);
    if (!hasNewer || loadingNewer || !newest) {
      return;
    }
    this.patch({ loadingNewer: true });
    try {
      const page = await chatApi.messages(this.id, { after: newest.seq, limit: pageSize });
      const now = this.state.get();
      if (now.hasNewer && now.messages.at(-1)?.seq === newest.seq) {
        this.patch(withNewer(now, page.items, page.hasMore, this.since));
        this.since = page.hasMore ? this.since : [];
        this.forgetArrived(this.state.get().messages);
      }
    } finally {
      this.patch({ loadingNewer: false });
    }
  }

  write(body: string, replyTo?: RepliedTo): void {
    this.outbox.add({ clientMessageId: newId(), body, replyTo, writtenAt: new Date().toISOString() });
    void this.jumpToNewest();
  }

  retry(clientMessageId: string): void {
    this.outbox.retry(clientMessageId);
  }

  discard(clientMessageId: string): void {
    this.outbox.remove(clientMessageId);
  }

  /** Lets go of the oldest messages; only called while the newest are in view, so nobody sees it. */
  trim(): void {
    const { messages } = this.state.get();
    if (messages.length > keep) {
      this.patch({ messages: messages.slice(-keep / 2), hasOlder: true });
    }
  }

  private async loadPage(around: number | undefined): Promise<void> {
    try {
      const head = await this.head();
      const page = await chatApi.messages(this.id, { around, limit: pageSize });
      const sequence = new Sequence<ChatEvent>(Math.max(head, page.items.at(-1)?.seq ?? 0));
      // Live events that came meanwhile, or still waited behind the hole that made this load necessary.
      const early = [...this.early, ...(this.sequence?.held() ?? []), ...this.since];
      this.early = [];
      this.since = [];
      this.sequence = sequence;
      const window = windowOf(page.items, page.hasBefore ?? page.hasMore, around !== undefined && (page.hasAfter ?? true));
      this.patch({ status: 'ready', problem: null, ...window });
      this.forgetArrived(page.items);
      this.listeners.forEach((listener) => listener([]));
      this.receive(early);
    } catch (error) {
      if (!this.sequence) {
        this.patch({ status: 'failed', problem: Problem.of(error) });
      }
    }
  }

  private async fill(head: number): Promise<void> {
    const sequence = this.sequence!;
    if (head - sequence.last > farBehind) {
      const { messages, hasNewer } = this.state.get();
      await this.load(hasNewer ? messages[messages.length >> 1]?.seq : undefined);
      return;
    }
    for (let more = true; more && this.sequence === sequence; ) {
      const before = sequence.last;
      const page = await chatApi.events(this.id, before);
      this.show(sequence.offer(page.items));
      more = page.hasMore && sequence.last > before;
    }
  }

  private show(events: readonly ChatEvent[]): void {
    if (events.length === 0) {
      return;
    }
    const state = this.state.get();
    const messages = events.filter(isMessage);
    if (state.hasNewer) {
      this.since.push(...messages);
    }
    this.setWindow(afterEvents(state, events, this.me.id));
    this.forgetArrived(messages);
    this.listeners.forEach((listener) => listener(events));
  }

  private forgetArrived(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.author.id === this.me.id) {
        this.outbox.remove(message.clientMessageId);
      }
    }
  }

  /** The answer to a send says nearly everything that the event will say, so it need not wait for it. */
  private confirmed(message: Outgoing, sent: Sent): void {
    this.receive([
      {
        type: 'message.created',
        id: sent.messageId,
        conversationId: this.id,
        seq: sent.seq,
        version: sent.seq,
        clientMessageId: message.clientMessageId,
        author: { id: this.me.id, username: this.me.username },
        body: message.body,
        createdAt: sent.createdAt,
        replyTo: message.replyTo,
      },
    ]);
    // Confirmed as an old duplicate: it stands among the messages already.
    if (this.sequence && sent.seq <= this.sequence.last) {
      this.outbox.remove(message.clientMessageId);
    }
  }

  private setWindow(window: Window): void {
    if (window !== this.state.get()) {
      this.patch(window);
    }
  }

  private patch(change: Partial<TimelineState>): void {
    this.state.update((state) => ({ ...state, ...change }));
  }
}
