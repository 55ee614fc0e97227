/** After so long without any input this device counts as left alone; a tab behind others gets no input either. */
export const idleAfterMs = 5 * 60_000;

export type Doing = 'active' | 'idle';

/**
 * Whether somebody sits before this device. Only changes are told, and one that could not be told is told again; what all
 * devices of a person make together is the server's concern.
 */
export class OwnIdleness {
  private readonly tell: (doing: Doing) => Promise<boolean>;
  private readonly now: () => number;
  private lastInput: number;
  /** A new connection counts as active. */
  private told: Doing = 'active';
  private telling = false;

  constructor(tell: (doing: Doing) => Promise<boolean>, now: () => number = Date.now) {
    this.tell = tell;
    this.now = now;
    this.lastInput = now();
  }

  input(): void {
    this.lastInput = this.now();
    if (this.told === 'idle') {
      this.look();
    }
  }

  reconnected(): void {
    this.told = 'active';
    this.look();
  }

  look(): void {
    const doing: Doing = this.now() - this.lastInput >= idleAfterMs ? 'idle' : 'active';
    if (doing !== this.told && !this.telling) {
      this.telling = true;
      void this.tell(doing).then((heard) => {
        this.telling = false;
        if (heard) {
          this.told = doing;
          // Somebody may have come back while it was told that they are gone.
          this.look();
        }
      });
    }
  }
}
