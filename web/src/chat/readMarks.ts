import { Problem } from '../api/problem';
import type { ReadMark } from './conversation';

const gatherMs = 250;
const tryAgainMs = 3000;

/**
 * Tells the server what was read: the first at once, as the window may close, then gathered to the highest number, never two
 * calls at a time for a conversation.
 */
export class ReadMarks {
  private readonly wanted = new Map<string, number>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private stopped = false;
  private readonly send: (id: string, seq: number) => Promise<ReadMark>;
  private readonly done: (id: string, read: ReadMark) => void;

  constructor(send: (id: string, seq: number) => Promise<ReadMark>, done: (id: string, read: ReadMark) => void) {
    this.send = send;
    this.done = done;
  }

  mark(id: string, seq: number): void {
    this.wanted.set(id, Math.max(seq, this.wanted.get(id) ?? 0));
    this.schedule(id, 0);
  }

  /** What was read and not told yet is not told any more. */
  forget(id: string): void {
    this.wanted.delete(id);
  }

  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) {
      clearTimeout(timer);
    }
    this.wanted.clear();
  }

  private schedule(id: string, ms: number): void {
    if (!this.timers.has(id)) {
      this.timers.set(id, setTimeout(() => void this.flush(id), ms));
    }
  }

  private async flush(id: string): Promise<void> {
    const seq = this.wanted.get(id);
    if (seq === undefined) {
      this.timers.delete(id);
      return;
    }
    let again = gatherMs;
    try {
      const read = await this.send(id, seq);
      if (this.wanted.get(id) === seq) {
        this.wanted.delete(id);
        this.done(id, read);
      }
    } catch (error) {
      if (Problem.of(error).passing) {
        again = tryAgainMs;
      } else {
        this.wanted.delete(id);
      }
    }
    // Also when nothing waits: what is read meanwhile is gathered.
    this.timers.delete(id);
    if (!this.stopped) {
      this.schedule(id, again);
    }
  }
}
