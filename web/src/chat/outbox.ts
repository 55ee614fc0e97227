import { Problem } from '../api/problem';
import type { NewMessage, Sent } from './chatApi';
import type { RepliedTo } from './message';

export interface Outgoing {
  clientMessageId: string;
  body: string;
  replyTo?: RepliedTo;
  writtenAt: string;
  state: 'sending' | 'sent' | 'failed';
  /** Why it failed, or why it still waits. */
  problem: Problem | null;
}

export interface Courier {
  deliver(message: NewMessage): Promise<Sent>;
  pause(attempt: number, retryAfterMs: number | null): Promise<void>;
  now(): number;
}

/** How long a message is tried without asking its author. */
export const tryForMs = 30_000;

/**
 * What this person has written in one conversation and nobody has confirmed yet. Messages go one after the other, so they
 * arrive in the order they were written; a retry carries the same id, so it cannot arrive twice.
 */
export class Outbox {
  private messages: readonly Outgoing[] = [];
  private working = false;
  private readonly courier: Courier;
  private readonly changed: (messages: readonly Outgoing[]) => void;
  private readonly delivered: (message: Outgoing, sent: Sent) => void;

  constructor(
    courier: Courier,
    changed: (messages: readonly Outgoing[]) => void,
    delivered: (message: Outgoing, sent: Sent) => void,
  ) {
    this.courier = courier;
    this.changed = changed;
    this.delivered = delivered;
  }

  add(message: Pick<Outgoing, 'clientMessageId' | 'body' | 'replyTo' | 'writtenAt'>): void {
    this.set([...this.messages, { ...message, state: 'sending', problem: null }]);
    void this.work();
  }

  retry(clientMessageId: string): void {
    this.change(clientMessageId, { state: 'sending', problem: null });
    void this.work();
  }

  /** The message is shown from the conversation itself now, or its author gave it up. */
  remove(clientMessageId: string): void {
    if (this.messages.some((m) => m.clientMessageId === clientMessageId)) {
      this.set(this.messages.filter((m) => m.clientMessageId !== clientMessageId));
    }
  }

  private async work(): Promise<void> {
    if (this.working) {
      return;
    }
    this.working = true;
    try {
      for (let next = this.next(); next; next = this.next()) {
        await this.deliver(next);
      }
    } finally {
      this.working = false;
    }
  }

  private async deliver(message: Outgoing): Promise<void> {
    const until = this.courier.now() + tryForMs;
    for (let attempt = 1; this.isSending(message.clientMessageId); attempt++) {
      try {
        const { clientMessageId, body, replyTo } = message;
        const sent = await this.courier.deliver({ clientMessageId, body, ...(replyTo && { replyTo: replyTo.id }) });
        this.change(message.clientMessageId, { state: 'sent', problem: null });
        this.delivered(message, sent);
        return;
      } catch (error) {
        const problem = Problem.of(error);
        // A wait that is longer than the patience is not begun: the author decides.
        if (!problem.passing || this.courier.now() + (problem.retryAfterMs ?? 0) >= until) {
          this.change(message.clientMessageId, { state: 'failed', problem });
          return;
        }
        this.change(message.clientMessageId, { problem });
        await this.courier.pause(attempt, problem.retryAfterMs);
      }
    }
  }

  private next(): Outgoing | undefined {
    return this.messages.find((m) => m.state === 'sending');
  }

  private isSending(clientMessageId: string): boolean {
    return this.messages.some((m) => m.clientMessageId === clientMessageId && m.state === 'sending');
  }

  private change(clientMessageId: string, to: Partial<Outgoing>): void {
    this.set(this.messages.map((m) => (m.clientMessageId === clientMessageId ? { ...m, ...to } : m)));
  }

  private set(messages: readonly Outgoing[]): void {
    this.messages = messages;
    this.changed(messages);
  }
}
