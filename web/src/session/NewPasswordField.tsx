import { useState, type ChangeEvent } from 'react';
import { Field } from '../design/Field';
import { adviceOf } from './password';

interface Props {
  label?: string;
  name?: string;
  error?: string;
  /** Fields of the same form whose words make a poor password. */
  ownFields?: readonly string[];
}

/** Where a password is chosen: says in words how good it is, before the server is asked. */
export function NewPasswordField({ label = 'Password', name = 'password', error, ownFields = [] }: Props) {
  const [hint, setHint] = useState(adviceOf('').text);
  function change(event: ChangeEvent<HTMLInputElement>) {
    const fields = event.target.form?.elements;
    const own = ownFields.flatMap((field) => {
      const input = fields?.namedItem(field);
      return input instanceof HTMLInputElement ? input.value.split('@')[0]! : [];
    });
    setHint(adviceOf(event.target.value, own).text);
  }
  return (
    <Field
      label={label}
      name={name}
      type="password"
      autoComplete="new-password"
      required
      error={error}
      hint={hint}
      onChange={change}
    />
  );
}
