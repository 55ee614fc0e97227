import { send } from '../api/http';
import { Form } from '../design/Form';
import { useForm } from '../design/useForm';
import { accountFieldOf } from '../session/RegisterForm';
import { NewPasswordField } from '../session/NewPasswordField';
import { Onward } from './LinkPage';

export function ResetPassword({ token }: { token: string }) {
  const form = useForm(
    (data) => send('/api/identity/password/reset', { method: 'POST', body: { token, password: data.password! } }),
    { fieldOf: accountFieldOf },
  );
  return form.done ? (
    <div role="status" className="space-y-4">
      <p>Your password is changed, and all devices were signed out. Please log in with the new one.</p>
      <Onward>Log in</Onward>
    </div>
  ) : (
    <Form form={form} submit="Change the password" wide>
      <NewPasswordField label="New password" error={form.errors.password} />
    </Form>
  );
}
