// The one place that knows where the refresh token lives between visits. It moves to an HttpOnly cookie when the gateway
// sets one; until then the strict content security policy is what keeps foreign script away from it.
const key = 'onevone.session';

export interface StoredSession {
  userId: string;
  refreshToken: string;
}

export function readStored(): StoredSession | null {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<StoredSession> | null;
    return typeof value?.refreshToken === 'string' && typeof value.userId === 'string' ? (value as StoredSession) : null;
  } catch {
    return null;
  }
}

export function writeStored(session: StoredSession | null): void {
  try {
    if (session) {
      localStorage.setItem(key, JSON.stringify(session));
    } else {
      localStorage.removeItem(key);
    }
  } catch {
    // Storage may be forbidden or full: the session then lasts as long as this page.
  }
}

/** Calls back when another tab signs in, out or rotates the token. */
export function onStoredChange(listener: (session: StoredSession | null) => void): void {
  window.addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) {
      listener(readStored());
    }
  });
}
