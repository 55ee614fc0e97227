import { fullOf } from '../design/when';

/** Why nobody is signed in any more. */
export interface Ending {
  /** As the services say it; `expired` when they only said no. */
  reason: string;
  until?: string | null;
}

const sentences: Record<string, string> = {
  expired: 'Your session has ended. Please log in again.',
  revoked: 'This device was signed out from another one. If that was not you, log in and change your password.',
  refresh_replayed: 'This session was ended because it was used from two places at once. Please log in again.',
  password_changed: 'The password of this account was changed. Please log in with the new one.',
  second_factor_changed: 'How this account signs in was changed. Please log in again.',
  email_changed: 'The e-mail address of this account was changed. Please log in again.',
  role_changed: 'Your role on this site has changed. Please log in again.',
  account_deleted: 'This account is going to be deleted. Log in to take that back.',
};

/** What to tell the person; null where they know, as they logged out themselves. */
export function sentenceOf(ending: Ending | null): string | null {
  if (!ending || ending.reason === 'logged_out') {
    return null;
  }
  if (ending.reason === 'suspended') {
    return `This account is suspended${ending.until ? ` until ${fullOf(ending.until)}` : ''}.`;
  }
  return sentences[ending.reason] ?? sentences.expired!;
}
