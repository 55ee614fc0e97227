import { Store } from '../app/store';

type Reads = ReadonlyMap<string, number>;

/** Up to where others have read, of the conversations that were looked at. */
export class Receipts {
  readonly state = new Store<ReadonlyMap<string, Reads>>(new Map());

  of(conversationId: string): Reads {
    return this.state.get().get(conversationId) ?? new Map();
  }

  /** Marks that came live and marks that were fetched: the highest is shown. */
  put(conversationId: string, marks: readonly { userId: string; seq: number }[]): void {
    this.state.update((all) => {
      const reads = new Map(all.get(conversationId));
      for (const { userId, seq } of marks) {
        reads.set(userId, Math.max(seq, reads.get(userId) ?? 0));
      }
      return new Map(all).set(conversationId, reads);
    });
  }
}
