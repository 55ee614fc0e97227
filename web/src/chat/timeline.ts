import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { chatApi, isMessage, type ChatEvent, type Message, type Sent } from './conversation';
import { newId } from './newId';
import { Outbox, type Courier, type Outgoing } from './outbox';
import { Sequence } from './sequence';

export interface TimelineState {
  status: 'loading' | 'ready' | 'failed';
  problem: Problem | null;
  /** Ascending and without holes. */
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  hasOlder: boolean;
  loadingOlder: boolean;
}

const pageSize = 50;
/** Live events often overtake each other by a moment; only a hole that stays is fetched. */
const patienceMs = 80;
/** Further behind than this, the newest page is loaded instead of everything in between; scrolling up loads the rest. */
const farBehind = 300;
/** A window that stays open for days keeps this many; the older ones come back by scrolling. */
const keep = 600;

/** One conversation as this window shows it. Follows the rule of sequence numbers: shown in order, once, without holes. */
export class Timeline {
  readonly state = new Store<TimelineState>({
    status: 'loading',
    problem: null,
    messages: [],
    outgoing: [],
    hasOlder: false,
    loadingOlder: false,
  });

  private readonly id: string;
  private readonly me: { id: string; username: string };
  private readonly outbox: Outbox;
  private sequence: Sequence<ChatEvent> | null = null;
  /** What arrives while the first page is on its way. */
  private early: ChatEvent[] = [];
  private loading: Promise<void> | null = null;
  private filling: Promise<void> | null = null;
  private patience: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string, me: { id: string; username: string }, courier: Courier) {
    this.id = id;
    this.me = me;
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

  load(): Promise<void> {
    this.loading ??= this.loadNewest().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** Takes live events. */
  receive(events: readonly ChatEvent[]): void {
    if (!this.sequence) {
      this.early.push(...events);
      return;
    }
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
      const now = this.state.get().messages;
      // The window may have been reset or trimmed meanwhile: only what still fits is put in front.
      const fits = now[0]?.seq === oldest.seq;
      this.patch({ loadingOlder: false, ...(fits && { messages: [...page.items, ...now], hasOlder: page.hasMore }) });
    } catch {
      this.patch({ loadingOlder: false });
    }
  }

  write(body: string): void {
    this.outbox.add({ clientMessageId: newId(), body, writtenAt: new Date().toISOString() });
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

  private async loadNewest(): Promise<void> {
    try {
      const page = await chatApi.messages(this.id, { limit: pageSize });
      const sequence = new Sequence<ChatEvent>(page.items.at(-1)?.seq ?? 0);
      // Live events that came meanwhile, or still waited behind the hole that made this load necessary.
      const early = [...this.early, ...(this.sequence?.held() ?? [])];
      this.early = [];
      this.sequence = sequence;
      this.patch({ status: 'ready', problem: null, messages: page.items, hasOlder: page.hasMore });
      this.forgetArrived(page.items);
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
      await this.load();
      return;
    }
    for (let more = true; more; ) {
      const before = sequence.last;
      const page = await chatApi.events(this.id, before);
      this.show(sequence.offer(page.items));
      more = page.hasMore && sequence.last > before;
    }
  }

  private show(events: readonly ChatEvent[]): void {
    const messages = events.filter(isMessage);
    if (messages.length > 0) {
      this.patch({ messages: [...this.state.get().messages, ...messages] });
      this.forgetArrived(messages);
    }
  }

  private forgetArrived(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.author.id === this.me.id) {
        this.outbox.remove(message.clientMessageId);
      }
    }
  }

  /** The answer to a send says everything that the event will say, so it need not wait for it. */
  private confirmed(message: Outgoing, sent: Sent): void {
    this.receive([
      {
        type: 'message.created',
        id: sent.messageId,
        conversationId: this.id,
        seq: sent.seq,
        clientMessageId: message.clientMessageId,
        author: { id: this.me.id, username: this.me.username },
        body: message.body,
        createdAt: sent.createdAt,
      },
    ]);
    // Confirmed as an old duplicate: it stands among the messages already.
    if (this.sequence && sent.seq <= this.sequence.last) {
      this.outbox.remove(message.clientMessageId);
    }
  }

  private patch(change: Partial<TimelineState>): void {
    this.state.update((state) => ({ ...state, ...change }));
  }
}
