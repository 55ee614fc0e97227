/** What a failed call says: RFC 9457 with a stable `code`. Failures without an answer have status 0 and code `network`. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Record<string, string[]>;
  readonly retryAfterMs: number | null;
  /** What else the problem says: `reason` of an ended session, `until` of a suspension. */
  readonly members: Record<string, unknown>;

  constructor(init: {
    status: number;
    code: string;
    message: string;
    errors?: Record<string, string[]>;
    retryAfterMs?: number | null;
    members?: Record<string, unknown>;
  }) {
    super(init.message);
    this.name = 'Problem';
    this.status = init.status;
    this.code = init.code;
    this.errors = init.errors ?? {};
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.members = init.members ?? {};
  }

  /** The same call may succeed later without the person changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static network(): Problem {
    return new Problem({ status: 0, code: 'network', message: 'OneVOne cannot be reached. Check your connection.' });
  }

  static of(error: unknown): Problem {
    return error instanceof Problem ? error : Problem.network();
  }

  /** A text member, or null. */
  text(member: string): string | null {
    const value = this.members[member];
    return typeof value === 'string' ? value : null;
  }

  static async fromResponse(response: Response): Promise<Problem> {
    let body: unknown;
    try {
      body = await response.json();
    } catch {
      body = {};
    }
    const seconds = Number(response.headers.get('Retry-After'));
    return Problem.fromJson(body, response.status, seconds > 0 ? seconds * 1000 : null);
  }

  /**
   * A hub answers a failed call with the text of the same problem object. SignalR may put a sentence of its own in front,
   * and a call that was cut off has no JSON at all.
   */
  static fromHub(error: unknown): Problem {
    if (error instanceof Problem) {
      return error;
    }
    const text = error instanceof Error ? error.message : '';
    const start = text.indexOf('{');
    if (start >= 0) {
      try {
        return Problem.fromJson(JSON.parse(text.slice(start)), 500, null);
      } catch {
        // Not a problem object: treated as a lost connection below.
      }
    }
    return Problem.network();
  }

  private static fromJson(body: unknown, status: number, retryAfterMs: number | null): Problem {
    const json = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = [json.detail, json.title].find((x): x is string => typeof x === 'string' && x !== '');
    return new Problem({
      status: typeof json.status === 'number' ? json.status : status,
      code: typeof json.code === 'string' ? json.code : status === 503 ? 'service.unavailable' : 'internal',
      message: text ?? 'Something went wrong on our side. Please try again.',
      errors: isErrors(json.errors) ? json.errors : {},
      retryAfterMs: retryAfterMs ?? (typeof json.retryAfterMs === 'number' ? json.retryAfterMs : null),
      members: json,
    });
  }
}

function isErrors(value: unknown): value is Record<string, string[]> {
  return typeof value === 'object' && value !== null && Object.values(value).every(Array.isArray);
}
