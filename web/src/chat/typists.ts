import { Store } from '../app/store';

export interface Typing {
  conversationId: string;
  userId: string;
  username: string;
  until: string;
}

/** The clocks of two machines differ, so what the server says is held within these bounds. */
const shortestMs = 1000;
const longestMs = 8000;

/** Who is writing where, until they stop or their message arrives. */
export class Typists {
  readonly state = new Store<readonly Typing[]>([]);
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  add(typing: Typing): void {
    const key = `${typing.conversationId}/${typing.userId}`;
    clearTimeout(this.timers.get(key));
    const left = Math.min(longestMs, Math.max(shortestMs, Date.parse(typing.until) - Date.now() || 0));
    this.timers.set(key, setTimeout(() => this.remove(typing.conversationId, typing.userId), left));
    this.state.update((all) => [...all.filter((t) => !isSame(t, typing)), typing]);
  }

  remove(conversationId: string, userId: string): void {
    this.state.update((all) =>
      all.some((t) => isSame(t, { conversationId, userId })) ? all.filter((t) => !isSame(t, { conversationId, userId })) : all,
    );
  }

  stop(): void {
    for (const timer of this.timers.values()) {
      clearTimeout(timer);
    }
  }
}

function isSame(a: { conversationId: string; userId: string }, b: { conversationId: string; userId: string }): boolean {
  return a.conversationId === b.conversationId && a.userId === b.userId;
}
