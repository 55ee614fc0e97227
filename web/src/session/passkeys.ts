import { send } from '../api/http';
import { Problem } from '../api/problem';
import { call } from './call';
import { logInByPasskey } from './session';

// WebAuthn as JSON, level 3: the browser itself turns the server's options into what its authenticators take, and back.

interface Ceremony<T> {
  options: T;
  /** Single use, good for five minutes. */
  state: string;
}

type Creation = Ceremony<PublicKeyCredentialCreationOptionsJSON>;
type Assertion = Ceremony<PublicKeyCredentialRequestOptionsJSON>;

const api = '/api/identity';

export const passkeysSupported =
  typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

export async function addPasskey(name: string): Promise<void> {
  const { options, state } = await call<Creation>(`${api}/passkeys/options`, { method: 'POST', body: {} });
  const credential = await withAuthenticator(() =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  );
  await call(`${api}/passkeys`, { method: 'POST', body: { credential, state, name } });
}

/** A browser has one request at a time: the quiet offer makes way for what the person asks for, and comes back after it. */
let quietly: AbortController | null = null;
let asked: Promise<void> | null = null;

export function signInWithPasskey(): Promise<void> {
  quietly?.abort();
  asked = signInRound().finally(() => {
    asked = null;
  });
  return asked;
}

async function signInRound(signal?: AbortSignal): Promise<void> {
  const ceremony = await send<Assertion>(`${api}/passkeys/login/options`, { method: 'POST', body: {}, signal });
  await logInByPasskey(await assertion(ceremony, signal));
}

export async function confirmWithPasskey(): Promise<void> {
  const ceremony = await call<Assertion>(`${api}/reauthenticate/passkey/options`, { method: 'POST', body: {} });
  await call(`${api}/reauthenticate/passkey`, { method: 'POST', body: await assertion(ceremony) });
}

/** Options are good for five minutes; a sign-in page may stand open for longer. */
const renewOfferMs = 4 * 60_000;

/**
 * Lets the browser offer passkeys among the suggestions of the user name field, until `signal` ends it. Resolves once
 * somebody has signed in that way; a browser that cannot do this offers nothing.
 */
export async function offerPasskeys(signal: AbortSignal): Promise<void> {
  if (!passkeysSupported || !(await PublicKeyCredential.isConditionalMediationAvailable())) {
    return;
  }
  while (!signal.aborted) {
    await asked?.catch(() => undefined);
    quietly = new AbortController();
    const round = AbortSignal.any([signal, quietly.signal, AbortSignal.timeout(renewOfferMs)]);
    try {
      await signInRound(round);
      return;
    } catch (error) {
      if (!round.aborted) {
        throw error;
      }
    }
  }
}

/** With a signal the request waits quietly in the suggestions; without one the browser asks at once. */
async function assertion(ceremony: Assertion, signal?: AbortSignal): Promise<{ credential: unknown; state: string }> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(ceremony.options);
  const credential = await withAuthenticator(() =>
    navigator.credentials.get({ publicKey, ...(signal && { signal, mediation: 'conditional' as const }) }),
  );
  return { credential, state: ceremony.state };
}

/** The browser says "not allowed" for everything that the person did not finish, on purpose or not. */
async function withAuthenticator(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) {
      return credential.toJSON();
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'InvalidStateError') {
      throw unfinished('This device already has a passkey for your account.');
    }
    if (error instanceof DOMException && error.name === 'SecurityError') {
      throw unfinished('Passkeys work only on the site’s own address, over https.');
    }
  }
  throw unfinished('No passkey was used.');
}

function unfinished(message: string): Problem {
  return new Problem({ status: 400, code: 'passkey.unfinished', message });
}
