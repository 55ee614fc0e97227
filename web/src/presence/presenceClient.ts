import { call } from '../session/call';
import { Hub } from '../realtime/hub';
import { Store } from '../app/store';

export interface Presence {
  userId: string;
  status: 'online' | 'offline' | (string & {});
  lastSeenAt: string | null;
}

const most = 100;
/** Presence hears of a new friendship a moment after the friends do, so a first answer may still say nothing. */
const lookAgainMs = [1500, 5000];
const compareMs = 60_000;
const idleAfterMs = 5 * 60_000;

/** Who is online. Changes are heard first and the snapshot asked for second, so nothing falls in between. */
export class PresenceClient {
  readonly hub = new Hub('/hubs/presence');
  readonly people = new Store<ReadonlyMap<string, Presence>>(new Map());
  readonly onlineCount = new Store<number | null>(null);
  private watched: readonly string[] = [];
  private clocks: ReturnType<typeof setInterval>[] = [];
  private looks: ReturnType<typeof setTimeout>[] = [];
  private lastInput = Date.now();
  private told: 'active' | 'idle' = 'active';
  /** Counts live changes, so that a snapshot that was asked before one does not undo it. */
  private readonly changes = new Map<string, number>();
  private change = 0;

  constructor(onStranger: (userId: string) => void) {
    this.hub.on<Presence>('PresenceChanged', (presence) => {
      this.changes.set(presence.userId, ++this.change);
      this.put([presence]);
      if (!this.watched.includes(presence.userId)) {
        onStranger(presence.userId);
      }
    });
    this.hub.on<{ online: number }>('OnlineCount', ({ online }) => this.onlineCount.set(online));
    this.hub.onConnected(() => {
      this.told = 'active';
      void this.snapshot();
      void this.count();
    });
  }

  start(): void {
    this.hub.start();
    this.clocks = [setInterval(() => void this.snapshot(), compareMs), setInterval(this.tellActivity, 15_000)];
    for (const event of inputs) {
      window.addEventListener(event, this.onInput, { passive: true });
    }
  }

  stop(): void {
    [...this.clocks, ...this.looks].forEach(clearTimeout);
    for (const event of inputs) {
      window.removeEventListener(event, this.onInput);
    }
    void this.hub.stop();
  }

  watch(userIds: readonly string[]): void {
    const isNew = userIds.some((id) => !this.watched.includes(id));
    this.watched = userIds;
    if (isNew) {
      this.looks.forEach(clearTimeout);
      this.looks = lookAgainMs.map((ms) => setTimeout(() => void this.snapshot(), ms));
      void this.snapshot();
    }
  }

  private async snapshot(): Promise<void> {
    const asOf = this.change;
    for (let i = 0; i < this.watched.length && this.hub.connected; i += most) {
      try {
        const userIds = this.watched.slice(i, i + most);
        const { items } = await this.hub.invoke<{ items: Presence[] }>('Watch', { userIds });
        this.put(items.filter((p) => (this.changes.get(p.userId) ?? 0) <= asOf));
      } catch {
        return;
      }
    }
  }

  private async count(): Promise<void> {
    try {
      this.onlineCount.set((await call<{ online: number }>('/api/presence/summary')).online);
    } catch {
      // The hub tells the next change.
    }
  }

  private put(items: readonly Presence[]): void {
    this.people.update((people) => new Map([...people, ...items.map((p) => [p.userId, p] as const)]));
  }

  private readonly onInput = (): void => {
    this.lastInput = Date.now();
    if (this.told === 'idle') {
      this.tellActivity();
    }
  };

  private readonly tellActivity = (): void => {
    const activity = Date.now() - this.lastInput > idleAfterMs ? 'idle' : 'active';
    if (activity !== this.told && this.hub.connected) {
      this.told = activity;
      this.hub.invoke('SetActivity', { activity }).catch(() => undefined);
    }
  };
}

const inputs = ['pointerdown', 'pointermove', 'keydown', 'focus'] as const;
