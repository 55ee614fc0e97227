import { useState } from 'react';
import { Problem } from '../api/problem';
import { useStore } from '../app/store';
import { Button } from '../design/Button';
import { Dialog } from '../design/Dialog';
import { Field } from '../design/Field';
import { Form } from '../design/Form';
import { Icon } from '../design/Icon';
import { ErrorNote } from '../design/Notices';
import { useForm } from '../design/useForm';
import { call } from './call';
import { CodeField } from './CodeField';
import { confirmWithPasskey, passkeysSupported } from './passkeys';
import { asked } from './reauthentication';
import { session, type OwnProfile } from './session';

/** Opens by itself when a call needs the person to show again who they are. */
export function ReauthenticationDialog() {
  const current = useStore(session);
  const request = useStore(asked);
  if (!request || current.status !== 'signed-in') {
    return null;
  }
  return (
    <Dialog title="Is it really you?" close={request.cancel}>
      {current.user.isGuest ? (
        <p className="text-sm">A guest has no password to ask for. Keep this account first: choose a name and a password.</p>
      ) : (
        <Proof me={current.user} done={request.done} />
      )}
    </Dialog>
  );
}

function Proof({ me, done }: { me: OwnProfile; done: () => void }) {
  const form = useForm(
    async (data) => {
      const body = { password: data.password!, ...(data.code && { code: data.code.trim() }) };
      await call('/api/identity/reauthenticate', { method: 'POST', body });
      done();
    },
    { fieldOf: { 'reauthentication.failed': 'password', 'reauthentication.code_invalid': 'code', 'login.code_invalid': 'code' } },
  );
  return (
    <>
      <p className="mb-3 text-sm text-muted">This change is important, so please show again who you are.</p>
      <Form form={form} submit="Continue" wide>
        <input type="hidden" name="username" value={me.username} autoComplete="username" />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          error={form.errors.password}
        />
        {me.twoFactorEnabled && <CodeField error={form.errors.code} />}
      </Form>
      {passkeysSupported && <ByPasskey done={done} />}
    </>
  );
}

function ByPasskey({ done }: { done: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function confirm() {
    setBusy(true);
    setProblem(null);
    try {
      await confirmWithPasskey();
      done();
    } catch (error) {
      setProblem(Problem.of(error).message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="mt-3 space-y-3">
      <Button busy={busy} className="h-11 w-full" onClick={() => void confirm()}>
        <Icon name="key" className="size-4" />
        Use a passkey
      </Button>
      {problem && <ErrorNote>{problem}</ErrorNote>}
    </div>
  );
}
