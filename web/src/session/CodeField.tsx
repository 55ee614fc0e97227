import { Field } from '../design/Field';
import { asIs } from '../design/Form';

/** Six digits of an authenticator app; a recovery code where one may be used instead. */
export function CodeField({ error, recovery = true }: { error?: string; recovery?: boolean }) {
  return (
    <Field
      label="Code"
      name="code"
      inputMode={recovery ? undefined : 'numeric'}
      autoComplete="one-time-code"
      autoFocus
      required
      maxLength={40}
      error={error}
      hint={recovery ? '6 digits from your app, or a recovery code' : 'The 6 digits that your app shows now'}
      {...asIs}
    />
  );
}
