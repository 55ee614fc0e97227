import type { Moved } from './conversation';

/** A lost broadcast is found by comparing heads at least this often, also when nobody writes any more. */
const compareHeadsMs = 30_000;

export interface SyncAnswer {
  /** Another one says that the server's state was restored: numbers may mean something else now. */
  epoch?: string;
  conversations: Moved[];
  gone?: string[];
}

interface Parties {
  /** Asks the server; null while nobody can be asked. */
  compare: (epoch: string | undefined) => Promise<SyncAnswer | null>;
  moved: (answer: SyncAnswer) => Promise<void>;
  restored: () => Promise<void>;
}

/** Compares with the server what this window knows: after every connect and now and then, never two at a time. */
export class HeadSync {
  private readonly parties: Parties;
  private clock: ReturnType<typeof setInterval> | undefined;
  private epoch: string | undefined;
  private running = false;
  private again = false;

  constructor(parties: Parties) {
    this.parties = parties;
  }

  start(): void {
    this.clock = setInterval(() => void this.run(), compareHeadsMs);
  }

  stop(): void {
    clearInterval(this.clock);
  }

  async run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    try {
      do {
        this.again = false;
        await this.once();
      } while (this.again);
    } catch {
      // The next connect or the next half minute tries again.
    } finally {
      this.running = false;
    }
  }

  private async once(): Promise<void> {
    const answer = await this.parties.compare(this.epoch);
    if (!answer) {
      return;
    }
    const restored = this.epoch !== undefined && answer.epoch !== this.epoch;
    this.epoch = answer.epoch;
    await (restored ? this.parties.restored() : this.parties.moved(answer));
  }
}
