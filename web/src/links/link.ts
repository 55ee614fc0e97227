// Links in mails carry their secret in the fragment, which no server and no log ever sees. It is taken out of the address
// bar at once, so that neither the history nor somebody's look keeps it.

export type LinkKind = 'reset-password' | 'verify-email' | 'undo-email-change';

export interface Link {
  kind: LinkKind;
  /** Null when the address came without one, or the page was loaded again. */
  token: string | null;
}

const kinds: readonly string[] = ['reset-password', 'verify-email', 'undo-email-change'] satisfies LinkKind[];

export function parseLink(path: string, fragment: string): Link | null {
  const kind = path.replace(/^\/|\/$/g, '');
  return kinds.includes(kind)
    ? { kind: kind as LinkKind, token: new URLSearchParams(fragment.replace(/^#/, '')).get('token') || null }
    : null;
}

export function takeLink(): Link | null {
  const link = parseLink(location.pathname, location.hash);
  if (link && location.hash) {
    history.replaceState(null, '', location.pathname);
  }
  return link;
}
