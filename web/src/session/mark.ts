// What a browser may know of its session between visits: whose it is. The refresh token itself is a cookie that no script
// can read. The mark tells other tabs of signing in and out, and saves a visitor without a session a pointless call.
const key = 'onevone.session';

export type Mark = { userId: string } | { ended: string };

export function readMark(): Mark | null {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? 'null') as Record<string, unknown> | null;
    if (typeof value?.userId === 'string') {
      return { userId: value.userId };
    }
    return typeof value?.ended === 'string' ? { ended: value.ended } : null;
  } catch {
    return null;
  }
}

export function writeMark(mark: Mark | null): void {
  try {
    if (mark) {
      localStorage.setItem(key, JSON.stringify(mark));
    } else {
      localStorage.removeItem(key);
    }
  } catch {
    // Storage may be forbidden or full: the session then lasts as long as this page.
  }
}

/** Calls back when another tab signs in or out. */
export function onMarkChange(listener: (mark: Mark | null) => void): void {
  window.addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) {
      listener(readMark());
    }
  });
}
