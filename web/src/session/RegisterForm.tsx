import { Field } from '../design/Field';
import { asIs, Form } from '../design/Form';
import { useForm } from '../design/useForm';
import { NewPasswordField } from './NewPasswordField';
import { register } from './session';

/** Answers that belong to one field, although they are about the whole request. */
export const accountFieldOf = {
  'account.username_taken': 'username',
  'account.username_reserved': 'username',
  'account.email_taken': 'email',
  'password.common': 'password',
  'account.password_common': 'password',
};

export function RegisterForm() {
  const form = useForm(
    (data) => register({ username: data.username!.trim(), email: data.email!.trim(), password: data.password! }),
    { fieldOf: accountFieldOf },
  );
  return (
    <Form form={form} submit="Create account" wide>
      <AccountFields errors={form.errors} />
    </Form>
  );
}

/** What a full account needs; a guest who stays gives the same. */
export function AccountFields({ errors }: { errors: Record<string, string> }) {
  return (
    <>
      <Field
        label="User name"
        name="username"
        autoComplete="username"
        autoFocus
        required
        error={errors.username}
        hint="3 to 20 letters, digits, or _ . -"
        {...asIs}
      />
      <Field label="E-mail" name="email" type="email" autoComplete="email" required error={errors.email} {...asIs} />
      <NewPasswordField error={errors.password} ownFields={['username', 'email']} />
    </>
  );
}
