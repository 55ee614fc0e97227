import { useEffect, useState } from 'react';
import { Problem } from '../api/problem';
import { Button } from '../design/Button';
import { Field } from '../design/Field';
import { asIs, Form } from '../design/Form';
import { Icon } from '../design/Icon';
import { ErrorNote } from '../design/Notices';
import { useForm } from '../design/useForm';
import { fullOf } from '../design/when';
import { CodeField } from './CodeField';
import { offerPasskeys, passkeysSupported, signInWithPasskey } from './passkeys';
import { logIn } from './session';
import { TextButton } from './SignInFrame';

/** Name and password, or a passkey; then a code for those who set that up. */
export function LogInForm({ forgot }: { forgot: () => void }) {
  const [known, setKnown] = useState<{ login: string; password: string } | null>(null);
  return known ? (
    <CodeForm known={known} back={() => setKnown(null)} />
  ) : (
    <NameAndPassword forgot={forgot} needsCode={(login, password) => setKnown({ login, password })} />
  );
}

function NameAndPassword(props: { forgot: () => void; needsCode: (login: string, password: string) => void }) {
  const form = useForm(async (data) => refuseKindly(logIn({ login: data.login!.trim(), password: data.password! })), {
    onProblem: (problem, data) => {
      const asks = problem.code === 'login.code_required';
      if (asks) {
        props.needsCode(data.login!.trim(), data.password!);
      }
      return asks;
    },
  });
  usePasskeyOffer();
  return (
    <>
      <Form form={form} submit="Log in" wide>
        <Field
          label="User name or e-mail"
          name="login"
          autoComplete="username webauthn"
          autoFocus
          required
          error={form.errors.login}
          {...asIs}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={form.errors.password}
        />
      </Form>
      {passkeysSupported && <PasskeyButton />}
      <p className="mt-4 text-center text-sm">
        <TextButton onClick={props.forgot}>Forgot your password?</TextButton>
      </p>
    </>
  );
}

function CodeForm({ known, back }: { known: { login: string; password: string }; back: () => void }) {
  const form = useForm(async (data) => refuseKindly(logIn({ ...known, code: data.code!.trim() })), {
    fieldOf: { 'login.code_invalid': 'code' },
  });
  return (
    <Form form={form} submit="Log in" wide>
      <p className="mb-3 text-sm text-muted">Your account is protected by a second step.</p>
      <CodeField error={form.errors.code} />
      <p className="pb-2 text-sm">
        <TextButton onClick={back}>Back</TextButton>
      </p>
    </Form>
  );
}

function PasskeyButton() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function use() {
    setBusy(true);
    setProblem(null);
    try {
      await refuseKindly(signInWithPasskey());
    } catch (error) {
      setProblem(Problem.of(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="mt-3 space-y-3">
      <Button busy={busy} className="h-11 w-full" onClick={() => void use()}>
        <Icon name="key" className="size-4" />
        Log in with a passkey
      </Button>
      {problem && <ErrorNote>{problem.message}</ErrorNote>}
    </div>
  );
}

/** The suggestions of the name field offer passkeys too. It is an extra: when it fails, the form is still there. */
function usePasskeyOffer() {
  useEffect(() => {
    const leaving = new AbortController();
    offerPasskeys(leaving.signal).catch(() => undefined);
    return () => leaving.abort();
  }, []);
}

/** A suspension says until when. */
async function refuseKindly(act: Promise<void>): Promise<void> {
  try {
    await act;
  } catch (error) {
    const problem = Problem.of(error);
    const until = problem.text('until');
    if (problem.code === 'account.suspended') {
      const { status, code, message } = problem;
      const end = until ? ` until ${fullOf(until)}` : '';
      throw new Problem({ status, code, message: `This account is suspended${end}. ${message}` });
    }
    throw problem;
  }
}
