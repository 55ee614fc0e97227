export interface Sequenced {
  seq: number;
}

/**
 * The order of one conversation as this client has seen it. Events may arrive late, twice, or with a hole before them;
 * they leave in order, once, and a hole is named so that it can be fetched.
 */
export class Sequence<E extends Sequenced> {
  private readonly waiting = new Map<number, E>();
  private reached: number;

  /** `last` is the newest number that is already shown. */
  constructor(last: number) {
    this.reached = last;
  }

  get last(): number {
    return this.reached;
  }

  /** The highest number heard of, shown or not. */
  get head(): number {
    return Math.max(this.reached, ...this.waiting.keys());
  }

  /** Something between `last` and `head` is missing: ask for the events after `last`. */
  get hasGap(): boolean {
    return this.waiting.size > 0;
  }

  /** What waits behind a hole, for a successor that starts elsewhere. */
  held(): E[] {
    return [...this.waiting.values()];
  }

  /** Takes what arrived and gives what may be shown now, in order. */
  offer(events: readonly E[]): E[] {
    for (const event of events) {
      if (event.seq > this.reached) {
        this.waiting.set(event.seq, event);
      }
    }
    const ready: E[] = [];
    for (let next = this.waiting.get(this.reached + 1); next; next = this.waiting.get(this.reached + 1)) {
      this.waiting.delete(next.seq);
      this.reached = next.seq;
      ready.push(next);
    }
    return ready;
  }
}
