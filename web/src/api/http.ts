import { Problem } from './problem';

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  query?: Record<string, string | number | boolean | undefined>;
  token?: string;
  signal?: AbortSignal;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** One HTTP call; a failure is always a Problem. */
export async function send<T>(path: string, { method = 'GET', body, query, token, signal }: Call = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }

  let response: Response;
  try {
    response = await fetch(path + queryString(query), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
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
  return (response.status === 204 ? undefined : await response.json()) as T;
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
