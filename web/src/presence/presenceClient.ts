import { Store } from '../app/store';
import { Hub } from '../realtime/hub';
import { call } from '../session/call';
import { OwnIdleness } from './idleness';
import type { OwnStatus, Presence } from './presence';

const most = 100;
/** Presence hears of a new friendship a moment after the friends do, so a first answer may still say nothing. */
const lookAgainMs = [1500, 5000];
const compareMs = 60_000;
const lookAtInputMs = 15_000;

const api = '/api/presence';

/** Who is online. Changes are heard first and the snapshot asked for second, so nothing falls in between. */
export class PresenceClient {
  readonly hub = new Hub('/hubs/presence');
  readonly people = new Store<ReadonlyMap<string, Presence>>(new Map());
  readonly onlineCount = new Store<number | null>(null);
  /** What this person chose, on whichever device; null until it is known. */
  readonly own = new Store<OwnStatus | null>(null);
  /** Whom the parts of the page show, each under its own name. */
  private readonly shown = new Map<string, readonly string[]>();
  private clocks: ReturnType<typeof setInterval>[] = [];
  private looks: ReturnType<typeof setTimeout>[] = [];
  private readonly idleness = new OwnIdleness((activity) => this.tellActivity(activity));
  /** Counts live changes, so that a snapshot that was asked before one does not undo it. */
  private readonly changes = new Map<string, number>();
  private change = 0;

  constructor(onStranger: (userId: string) => void) {
    this.hub.on<Presence>('PresenceChanged', (presence) => {
      this.changes.set(presence.userId, ++this.change);
      this.put([presence]);
      if (!this.watched().includes(presence.userId)) {
        onStranger(presence.userId);
      }
    });
    this.hub.on<{ online: number }>('OnlineCount', ({ online }) => this.onlineCount.set(online));
    this.hub.on<OwnStatus>('OwnStatusChanged', (own) => this.own.set(own));
    this.hub.onConnected(() => {
      this.idleness.reconnected();
      void this.snapshot();
      void this.count();
      void this.loadOwn();
    });
  }

  start(): void {
    this.hub.start();
    this.clocks = [
      setInterval(() => void this.snapshot(), compareMs),
      setInterval(() => this.idleness.look(), lookAtInputMs),
    ];
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

  /** `place` shows these people from now on, instead of those it showed before. */
  watch(place: string, userIds: readonly string[]): void {
    const before = this.watched();
    this.shown.set(place, userIds);
    if (userIds.some((id) => !before.includes(id))) {
      this.looks.forEach(clearTimeout);
      this.looks = lookAgainMs.map((ms) => setTimeout(() => void this.snapshot(), ms));
      void this.snapshot();
    }
  }

  /** Shown at once, and taken back when the server does not agree. */
  async choose(next: OwnStatus): Promise<void> {
    const before = this.own.get();
    this.own.set(next);
    try {
      await call(`${api}/me`, { method: 'PUT', body: next });
    } catch (error) {
      this.own.set(before);
      throw error;
    }
  }

  private watched(): string[] {
    return [...new Set([...this.shown.values()].flat())];
  }

  private async snapshot(): Promise<void> {
    const asOf = this.change;
    const watched = this.watched();
    for (let i = 0; i < watched.length && this.hub.connected; i += most) {
      try {
        const userIds = watched.slice(i, i + most);
        const { items } = await this.hub.invoke<{ items: Presence[] }>('Watch', { userIds });
        this.put(items.filter((p) => (this.changes.get(p.userId) ?? 0) <= asOf));
      } catch {
        return;
      }
    }
  }

  private async count(): Promise<void> {
    try {
      this.onlineCount.set((await call<{ online: number }>(`${api}/summary`)).online);
    } catch {
      // The hub tells the next change.
    }
  }

  private async loadOwn(): Promise<void> {
    try {
      this.own.set(await call<OwnStatus>(`${api}/me`));
    } catch {
      // The next connect asks again.
    }
  }

  private put(items: readonly Presence[]): void {
    this.people.update((people) => new Map([...people, ...items.map((p) => [p.userId, p] as const)]));
  }

  private readonly onInput = (): void => this.idleness.input();

  private async tellActivity(activity: 'active' | 'idle'): Promise<boolean> {
    if (!this.hub.connected) {
      return false;
    }
    return this.hub.invoke('SetActivity', { activity }).then(
      () => true,
      () => false,
    );
  }
}

const inputs = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'focus'] as const;
