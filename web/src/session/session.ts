import { send } from '../api/http';
import { Problem } from '../api/problem';
import { Store } from '../app/store';
import type { Ending } from './ending';
import { onMarkChange, readMark, writeMark, type Mark } from './mark';

/** A person's own account, as only they see it. */
export interface OwnProfile {
  id: string;
  username: string;
  displayName: string;
  bio: string | null;
  avatarUrl: string | null;
  email: string | null;
  emailVerified: boolean;
  pendingEmail: string | null;
  role: 'user' | 'moderator' | 'admin';
  isGuest: boolean;
  twoFactorEnabled: boolean;
  deletionAt: string | null;
  createdAt: string;
}

interface Issued {
  accessToken: string;
  expiresIn: number;
  user: OwnProfile;
}

export type Session =
  | { status: 'starting'; problem: Problem | null }
  | { status: 'signed-out'; ending: Ending | null }
  | { status: 'signed-in'; user: OwnProfile };

const api = '/api/identity';
/** A token this close to its end is renewed before use, so that a call does not arrive with an expired one. */
const renewBeforeMs = 45_000;
/** The refresh token comes and goes as an HttpOnly cookie: this script never holds it. */
const byCookie = { refreshTokenIn: 'cookie' } as const;

export const session = new Store<Session>({ status: 'starting', problem: null });

/** Only in memory: an access token is never written anywhere. */
let access: { token: string; issuedAt: number; expiresAt: number } | null = null;
let renewing: Promise<string> | null = null;
/** While one leaves, the end of the session is no news. */
let leaving = false;

export async function startSession(): Promise<void> {
  onMarkChange(followOtherTabs);
  const mark = readMark();
  if (mark && 'userId' in mark) {
    await resumeSession();
  } else {
    writeMark(null);
    session.set({ status: 'signed-out', ending: mark && { reason: mark.ended } });
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
  await enter('register', form);
}

export async function enterAsGuest(): Promise<void> {
  await enter('guests', {});
}

export async function logIn(form: { login: string; password: string; code?: string }): Promise<void> {
  await enter('login', form);
}

export async function logInByPasskey(proof: { credential: unknown; state: string }): Promise<void> {
  await enter('passkeys/login', proof);
}

async function enter(route: string, form: object): Promise<void> {
  adopt(await send<Issued>(`${api}/${route}`, { method: 'POST', body: { ...form, ...byCookie } }));
}

/** Ends the session on the server too; when that cannot be reached, at least here. */
export async function logOut(): Promise<void> {
  leaving = true;
  try {
    await send(`${api}/logout`, { method: 'POST', body: {}, token: await accessToken() });
  } catch {
    // Signing out must work without a network.
  } finally {
    leaving = false;
    endSession({ reason: 'logged_out' });
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

/** Shows what changed of one's own account everywhere. */
export function updateProfile(user: OwnProfile): void {
  const current = session.get();
  if (current.status === 'signed-in' && current.user.id === user.id && !same(current.user, user)) {
    session.set({ status: 'signed-in', user });
  }
}

/** The session is over; the sign-in page says why. */
export function endSession(ending: Ending): void {
  if (leaving) {
    return;
  }
  access = null;
  writeMark(ending.reason === 'logged_out' ? null : { ended: ending.reason });
  if (session.get().status !== 'signed-out') {
    session.set({ status: 'signed-out', ending });
  }
}

function renew(): Promise<string> {
  renewing ??= oneTabAtATime(refresh).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function refresh(): Promise<string> {
  try {
    const issued = await send<Issued>(`${api}/refresh`, { method: 'POST', body: {} });
    adopt(issued);
    return issued.accessToken;
  } catch (error) {
    // Only a clear no ends the session; a server that is away does not sign anybody out.
    if (error instanceof Problem && (error.status === 401 || error.status === 403 || error.status === 400)) {
      endSession({
        reason: error.code === 'account.suspended' ? 'suspended' : (error.text('reason') ?? 'expired'),
        until: error.text('until'),
      });
    }
    throw error;
  }
}

function adopt(issued: Issued): void {
  const now = Date.now();
  access = { token: issued.accessToken, issuedAt: now, expiresAt: now + issued.expiresIn * 1000 };
  writeMark({ userId: issued.user.id });
  const current = session.get();
  // Renewing must not look like a new person to the parts that start with a session.
  if (current.status !== 'signed-in' || !same(current.user, issued.user)) {
    session.set({ status: 'signed-in', user: issued.user });
  }
}

function followOtherTabs(mark: Mark | null): void {
  const current = session.get();
  const userId = mark && 'userId' in mark ? mark.userId : null;
  if (userId === null && current.status === 'signed-in') {
    access = null;
    session.set({ status: 'signed-out', ending: mark && 'ended' in mark ? { reason: mark.ended } : null });
  } else if (
    current.status === 'signed-out' ? userId !== null : current.status === 'signed-in' && userId !== current.user.id
  ) {
    // Somebody signed in, or somebody else did: begin again as that person.
    location.reload();
  }
}

function same(a: OwnProfile, b: OwnProfile): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Refresh tokens rotate, so two tabs must not spend the same one; without the lock API the server's grace has to do. */
function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request('onevone.refresh', work) as Promise<T>) : work();
}
