import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { chatApi } from './chatApi';
import { afterEvent, isMessage, messageOf, newerMessage, type ChatEvent, type Message } from './message';
import type { Timeline } from './timeline';

export interface ThreadState {
  status: 'loading' | 'ready' | 'failed';
  problem: Problem | null;
  /** Null when it is not this person's to see. */
  root: Message | null;
  /** Ascending. */
  replies: readonly Message[];
  hasOlder: boolean;
}

const pageSize = 50;

/** A chain of replies on its own: fetched, then moved by the events that the conversation shows. */
export class ThreadView {
  readonly state = new Store<ThreadState>({ status: 'loading', problem: null, root: null, replies: [], hasOlder: false });
  private rootId: string;
  private readonly me: string;
  private readonly timeline: Timeline;
  private unfollow: (() => void) | null = null;
  /** What the conversation shows while the page is on its way. */
  private early: ChatEvent[] | null = [];

  constructor(rootId: string, me: string, timeline: Timeline) {
    this.rootId = rootId;
    this.me = me;
    this.timeline = timeline;
  }

  /** Follows the conversation first, then fetches: nothing falls between. */
  start(): void {
    this.unfollow = this.timeline.follow((events) => {
      if (events.length === 0) {
        void this.load();
      } else if (this.early) {
        this.early.push(...events);
      } else {
        this.apply(events);
      }
    });
    void this.load();
  }

  stop(): void {
    this.unfollow?.();
  }

  async load(): Promise<void> {
    this.early ??= [];
    try {
      const page = await chatApi.thread(this.rootId, { limit: pageSize });
      // Any message of the thread leads to it.
      this.rootId = page.root?.id ?? this.rootId;
      this.state.set({ status: 'ready', problem: null, root: page.root, replies: page.items, hasOlder: page.hasMore });
      const early = this.early;
      this.early = null;
      this.apply(early);
    } catch (error) {
      this.state.update((state) => (state.status === 'ready' ? state : { ...state, status: 'failed', problem: Problem.of(error) }));
    }
  }

  async loadOlder(): Promise<void> {
    const { replies } = this.state.get();
    const oldest = replies[0];
    if (oldest) {
      const page = await chatApi.thread(this.rootId, { before: oldest.seq, limit: pageSize });
      this.state.update((state) =>
        state.replies[0]?.id === oldest.id ? { ...state, replies: [...page.items, ...state.replies], hasOlder: page.hasMore } : state,
      );
    }
  }

  /** A state that an answer brought. */
  absorb(message: Message): void {
    this.state.update((state) => ({
      ...state,
      root: state.root?.id === message.id ? newerMessage(state.root, message) : state.root,
      replies: state.replies.map((reply) => (reply.id === message.id ? newerMessage(reply, message) : reply)),
    }));
  }

  hide(id: string): void {
    this.state.update((state) => ({ ...state, replies: state.replies.filter((reply) => reply.id !== id) }));
  }

  private apply(events: readonly ChatEvent[]): void {
    this.state.update((state) => events.reduce((now, event) => this.after(now, event), state));
  }

  private after(state: ThreadState, event: ChatEvent): ThreadState {
    const told = messageOf(event);
    if (!told) {
      return state;
    }
    let { root, replies } = state;
    if (root && told.id === root.id) {
      root = afterEvent(root, event, this.me)!;
    } else if (replies.some((reply) => reply.id === told.id)) {
      replies = replies.map((reply) => (reply.id === told.id ? afterEvent(reply, event, this.me)! : reply)).filter((reply) => !reply.hidden);
    } else if (isMessage(event) && event.thread?.rootId === this.rootId && event.seq > (replies.at(-1)?.seq ?? 0) && !event.hidden) {
      replies = [...replies, event];
    } else if (isMessage(event) && event.replyTo && !event.thread) {
      // The answer to an own send does not say of which thread it is.
      const inThread = event.replyTo.id === this.rootId || replies.some((reply) => reply.id === event.replyTo?.id);
      replies = inThread ? [...replies, event] : replies;
    }
    if (root && told.thread?.rootId === root.id && told.thread.seq >= (root.thread?.seq ?? 0)) {
      root = { ...root, thread: told.thread };
    }
    return root === state.root && replies === state.replies ? state : { ...state, root, replies };
  }
}
