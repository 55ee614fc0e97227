import { send } from '../api/http';
import { Problem } from '../api/problem';
import { Store } from '../app/store';
import { onStoredChange, readStored, writeStored, type StoredSession } from './refreshToken';

export interface User {
  id: string;
  username: string;
  displayName: string;
  email: string;
  createdAt: string;
}

interface Issued {
  accessToken: string;
  expiresIn: number;
  refreshToken: string;
  user: User;
}

export type Session =
  | { status: 'starting'; problem: Problem | null }
  | { status: 'signed-out'; ended: boolean }
  | { status: 'signed-in'; user: User };

const api = '/api/identity';
/** A token this close to its end is renewed before use, so that a call does not arrive with an expired one. */
const renewBeforeMs = 45_000;

export const session = new Store<Session>({ status: 'starting', problem: null });

/** Only in memory: an access token is never written anywhere. */
let access: { token: string; issuedAt: number; expiresAt: number } | null = null;
let renewing: Promise<string> | null = null;
/** Held too, for browsers that forbid storage. */
let stored: StoredSession | null = null;

export async function startSession(): Promise<void> {
  onStoredChange(followOtherTabs);
  if (readStored()) {
    await resumeSession();
  } else {
    session.set({ status: 'signed-out', ended: false });
  }
}

/** Takes up the session of an earlier visit; when nobody answers, that is not the end of it. */
export async function resumeSession(): Promise<void> {
  try {
    await renew();
  } catch (error) {
    if (session.get().status === 'starting') {
      session.set({ status: 'starting', problem: Problem.of(error) });
    }
  }
}

export async function register(form: { username: string; email: string; password: string }): Promise<void> {
  adopt(await send<Issued>(`${api}/register`, { method: 'POST', body: form }));
}

export async function logIn(form: { login: string; password: string }): Promise<void> {
  adopt(await send<Issued>(`${api}/login`, { method: 'POST', body: form }));
}

/** Ends the session on the server too; when that cannot be reached, at least here. */
export async function logOut(): Promise<void> {
  const refreshToken = (readStored() ?? stored)?.refreshToken;
  try {
    const token = await accessToken();
    await send(`${api}/logout`, { method: 'POST', body: { refreshToken }, token });
  } catch {
    // Signing out must work without a network.
  } finally {
    forget(false);
  }
}

/** A token that is good for a call now. Throws a Problem when there is none to be had. */
export async function accessToken(): Promise<string> {
  if (access && Date.now() < access.expiresAt - renewBeforeMs) {
    return access.token;
  }
  return renew();
}

/** The server refused `token`: get another one, unless somebody already did. */
export async function replaceToken(token: string): Promise<string> {
  return access && access.token !== token ? access.token : renew();
}

/** Asks the server whether the session still lives, when sockets fail for a reason that the browser hides. */
export async function confirmSession(): Promise<void> {
  if (!access || Date.now() - access.issuedAt > 60_000) {
    await renew();
  }
}

function renew(): Promise<string> {
  renewing ??= oneTabAtATime(refresh).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function refresh(): Promise<string> {
  // Read inside the lock: another tab may just have rotated it.
  stored = readStored() ?? stored;
  if (!stored) {
    forget(true);
    throw new Problem({ status: 401, code: 'auth.token_missing', message: 'Please log in.' });
  }
  try {
    const issued = await send<Issued>(`${api}/refresh`, { method: 'POST', body: { refreshToken: stored.refreshToken } });
    adopt(issued);
    return issued.accessToken;
  } catch (error) {
    // Only a clear no ends the session; a server that is away does not sign anybody out.
    if (error instanceof Problem && (error.status === 401 || error.status === 400)) {
      forget(true);
    }
    throw error;
  }
}

function adopt(issued: Issued): void {
  const now = Date.now();
  access = { token: issued.accessToken, issuedAt: now, expiresAt: now + issued.expiresIn * 1000 };
  stored = { userId: issued.user.id, refreshToken: issued.refreshToken };
  writeStored(stored);
  const current = session.get();
  // Renewing must not look like a new person to the parts that start with a session.
  if (current.status !== 'signed-in' || current.user.id !== issued.user.id) {
    session.set({ status: 'signed-in', user: issued.user });
  }
}

function forget(ended: boolean): void {
  access = null;
  stored = null;
  writeStored(null);
  session.set({ status: 'signed-out', ended });
}

function followOtherTabs(now: StoredSession | null): void {
  const current = session.get();
  if (now === null && current.status === 'signed-in') {
    access = null;
    stored = null;
    session.set({ status: 'signed-out', ended: false });
  } else if (current.status === 'signed-out' ? now !== null : current.status === 'signed-in' && now?.userId !== current.user.id) {
    // Somebody signed in, or somebody else did: begin again as that person.
    location.reload();
  }
}

/** Refresh tokens rotate, so two tabs must not spend the same one; without the lock API the server's grace has to do. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request('onevone.refresh', work) as Promise<T>) : work();
}
