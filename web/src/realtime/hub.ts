import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { accessToken, confirmSession, endSession } from '../session/session';
import { backoff } from './backoff';

export type HubState = 'connecting' | 'connected' | 'reconnecting' | 'stopped';

const answerWithinMs = 10_000;
/** The browser hides why a socket was refused, so after this many refusals we ask whether the session still lives. */
const failuresBeforeDoubt = 3;

/** One SignalR hub that stays connected until it is stopped: endless tries, with back-off and chance in between. */
export class Hub {
  readonly state = new Store<HubState>('connecting');
  private readonly connection: HubConnection;
  private readonly connectedListeners: (() => void)[] = [];
  private stopped = false;
  private failures = 0;
  private wake: (() => void) | null = null;

  constructor(path: string) {
    this.connection = new HubConnectionBuilder()
      .withUrl(path, { skipNegotiation: true, transport: HttpTransportType.WebSockets, accessTokenFactory: accessToken })
      .configureLogging(LogLevel.None)
      .build();
    this.connection.keepAliveIntervalInMilliseconds = 15_000;
    this.connection.serverTimeoutInMilliseconds = 35_000;
    this.connection.onclose((error) => this.closed(error));
    // Sent by a replica that is about to stop: come back after a delay of its choosing, to another replica.
    this.connection.on('Reconnect', (order?: { afterMs?: number }) => this.reconnectAfter(order?.afterMs ?? 0));
  }

  get connected(): boolean {
    return this.connection.state === HubConnectionState.Connected;
  }

  on<T>(event: string, handler: (payload: T) => void): void {
    this.connection.on(event, handler);
  }

  /** Called after every connect, the first one included. */
  onConnected(listener: () => void): void {
    this.connectedListeners.push(listener);
  }

  start(): void {
    window.addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    window.removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    this.wake?.();
    this.state.set('stopped');
    await this.connection.stop();
  }

  /** Calls a hub method; every failure is a Problem, a call without an answer too. */
  async invoke<T>(method: string, argument: unknown): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(Problem.network()), answerWithinMs);
    });
    try {
      return await Promise.race([this.connection.invoke<T>(method, argument), silence]);
    } catch (error) {
      throw Problem.fromHub(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A session that ended elsewhere closes its connections, with a problem that says why; anything else is a break. */
  private closed(error: Error | undefined): void {
    const problem = error && Problem.fromHub(error);
    if (problem?.code === 'session.ended') {
      endSession({ reason: problem.text('reason') ?? 'expired', until: problem.text('until') });
    } else {
      void this.connect();
    }
  }

  private async connect(): Promise<void> {
    while (!this.stopped) {
      this.state.set(this.state.get() === 'connecting' ? 'connecting' : 'reconnecting');
      if (this.failures > 0) {
        await this.pause(backoff(this.failures));
      }
      if (this.stopped) {
        return;
      }
      try {
        await this.connection.start();
        this.failures = 0;
        this.state.set('connected');
        for (const listener of this.connectedListeners) {
          listener();
        }
        return;
      } catch {
        this.failures += 1;
        if (this.failures % failuresBeforeDoubt === 0) {
          // Ends the session, and with it this hub, when the server says so.
          await confirmSession().catch(() => undefined);
        }
      }
    }
  }

  private reconnectAfter(ms: number): void {
    setTimeout(() => {
      if (this.connected && !this.stopped) {
        void this.connection.stop();
      }
    }, ms);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      const self = this;
      function done() {
        clearTimeout(timer);
        self.wake = null;
        resolve();
      }
      this.wake = done;
    });
  }

  /** The network is back, or the person is: no reason to sit out the rest of a long pause. */
  private readonly hurry = (): void => {
    if (document.visibilityState === 'visible') {
      this.wake?.();
    }
  };
}
