import { send } from '../api/http';
import { Button } from '../design/Button';
import { Field } from '../design/Field';
import { asIs, Form } from '../design/Form';
import { useForm } from '../design/useForm';

export function ForgotForm({ back }: { back: () => void }) {
  const form = useForm((data) =>
    send('/api/identity/password/forgot', { method: 'POST', body: { login: data.login!.trim() } }),
  );
  if (form.done) {
    return (
      <div role="status" className="space-y-4">
        {/* The same whether or not there is such an account: the page must not tell who has one. */}
        <p>If there is an account with that name or address, a mail with a link is on its way. The link is good for one hour.</p>
        <Button className="h-11 w-full" onClick={back}>
          Back to the log-in
        </Button>
      </div>
    );
  }
  return (
    <Form form={form} submit="Send me a link" wide>
      <p className="mb-3 text-sm text-muted">We send a link to the e-mail address of your account.</p>
      <Field label="User name or e-mail" name="login" autoComplete="username" autoFocus required error={form.errors.login} {...asIs} />
    </Form>
  );
}
