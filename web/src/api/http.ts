import { Problem } from './problem';

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A Blob goes as it is, under its own type; anything else as JSON. */
  body?: unknown;
  query?: Record<string, string | number | boolean | undefined>;
  /** The version that the caller has seen: a change of a later one is refused. */
  ifMatch?: number;
  token?: string;
  signal?: AbortSignal;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** One HTTP call; a failure is always a Problem. */
export async function send<T>(path: string, call: Call = {}): Promise<T> {
  const text = await (await answerOf(path, call)).text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The same for an answer that is a file. */
export async function sendForFile(path: string, call: Call = {}): Promise<Blob> {
  return (await answerOf(path, call)).blob();
}

async function answerOf(path: string, { method = 'GET', body, query, ifMatch, token, signal }: Call): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json, */*;q=0.5' };
  const raw = body instanceof Blob;
  if (body !== undefined) {
    headers['Content-Type'] = raw ? body.type : 'application/json';
  }
  if (ifMatch !== undefined) {
    headers['If-Match'] = `"${ifMatch}"`;
  }
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }

  let response: Response;
  try {
    response = await fetch(path + queryString(query), {
      method,
      headers,
      body: body === undefined || raw ? (body as Blob | undefined) : JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw Problem.network();
  }

  if (!response.ok) {
    throw await Problem.fromResponse(response);
  }
  return response;
}

function queryString(query: Call['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}

/** All pages of a list that is short by nature (friends, conversations). */
export async function everyPage<T>(get: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await get(cursor);
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}
