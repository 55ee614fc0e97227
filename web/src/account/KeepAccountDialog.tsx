import { Dialog } from '../design/Dialog';
import { Form } from '../design/Form';
import { useForm } from '../design/useForm';
import { AccountFields, accountFieldOf } from '../session/RegisterForm';
import { accountApi } from './accountApi';

/** A guest stays: same account, same friends, same messages, now with a name and a password. */
export function KeepAccountDialog({ close }: { close: () => void }) {
  const form = useForm(
    async (data) => {
      await accountApi.upgrade({ username: data.username!.trim(), email: data.email!.trim(), password: data.password! });
      close();
    },
    { fieldOf: accountFieldOf },
  );
  return (
    <Dialog title="Keep this account" close={close}>
      <p className="mb-4 text-sm text-muted">Your friends and messages stay with you, on any device.</p>
      <Form form={form} submit="Keep this account" wide>
        <AccountFields errors={form.errors} />
      </Form>
    </Dialog>
  );
}
