const sentences: Record<string, string> = {
  'account.registered': 'Account created',
  'account.upgraded': 'Guest account kept',
  'account.suspended': 'Account suspended',
  'account.unsuspended': 'Suspension lifted',
  'account.role_changed': 'Role changed',
  'account.sessions_ended': 'All sessions ended',
  'account.deleted': 'Account deleted',
  'session.started': 'Logged in',
  'session.refused': 'Log-in refused',
  'session.ended': 'Session ended',
  'email.verified': 'E-mail address confirmed',
  'email.change_asked': 'Change of e-mail address asked for',
  'email.changed': 'E-mail address changed',
  'email.change_undone': 'Change of e-mail address undone',
  'password.forgotten': 'Link for a new password asked for',
  'password.reset': 'Password set by a link',
  'password.changed': 'Password changed',
  'two_factor.enabled': 'Second step switched on',
  'two_factor.disabled': 'Second step switched off',
  'two_factor.recovery_code_used': 'Recovery code used',
  'two_factor.recovery_codes_renewed': 'New recovery codes made',
  'passkey.added': 'Passkey added',
  'passkey.renamed': 'Passkey renamed',
  'passkey.removed': 'Passkey removed',
  'export.requested': 'Data export asked for',
  'export.downloaded': 'Data export downloaded',
  'deletion.requested': 'Deletion of the account asked for',
  'deletion.taken_back': 'Deletion of the account taken back',
};

/** Types by what they say; for the filter of the operators too. */
export const auditTypes = Object.entries(sentences);

/** What else is known of it, as `name: value`. */
export function detailOf({ detail }: { detail: unknown }): string {
  if (typeof detail !== 'object' || detail === null) {
    return typeof detail === 'string' ? detail : '';
  }
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

/** A kind that this client does not know yet is still said, by its own name. */
export function sentenceOf({ type }: { type: string }): string {
  const plain = type.replace(/[._]/g, ' ');
  return sentences[type] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
