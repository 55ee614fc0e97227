import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Problem } from '../api/problem';
import { Button } from '../design/Button';
import { ErrorNote } from '../design/Notices';
import { Field } from './Field';
import { logIn, register } from './session';

type Mode = 'log-in' | 'register';

export function SignInPage({ ended }: { ended: boolean }) {
  const [mode, setMode] = useState<Mode>('log-in');
  useEffect(() => {
    document.title = mode === 'log-in' ? 'Log in – OneVOne' : 'Create account – OneVOne';
  }, [mode]);

  return (
    <div className="grid min-h-full place-items-center p-4">
      <main className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-3">
          <img src="/icon.svg" alt="" className="size-10" />
          <span className="text-2xl font-semibold tracking-tight">OneVOne</span>
        </div>
        <div className="rounded-2xl border border-line bg-raised p-6 shadow-sm">
          <h1 className="mb-4 text-lg font-semibold">{mode === 'log-in' ? 'Welcome back' : 'Create your account'}</h1>
          {ended && mode === 'log-in' && (
            <p role="status" className="mb-4 rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
              Your session has ended. Please log in again.
            </p>
          )}
          {mode === 'log-in' ? <LogInForm /> : <RegisterForm />}
        </div>
        <p className="mt-5 text-center text-sm text-muted">
          {mode === 'log-in' ? 'New here?' : 'Already have an account?'}{' '}
          <button
            type="button"
            className="rounded font-medium text-accent-text hover:underline"
            onClick={() => setMode(mode === 'log-in' ? 'register' : 'log-in')}
          >
            {mode === 'log-in' ? 'Create an account' : 'Log in instead'}
          </button>
        </p>
      </main>
    </div>
  );
}

function LogInForm() {
  const form = useForm(async (data) => logIn({ login: data.login!.trim(), password: data.password! }));
  return (
    <form ref={form.ref} onSubmit={form.submit} noValidate className="space-y-1">
      <Banner text={form.banner} />
      <Field label="User name or e-mail" name="login" autoComplete="username" autoFocus required error={form.errors.login} {...asIs} />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required error={form.errors.password} />
      <Button type="submit" look="primary" busy={form.busy} className="h-11 w-full">
        Log in
      </Button>
    </form>
  );
}

function RegisterForm() {
  const form = useForm(async (data) =>
    register({ username: data.username!.trim(), email: data.email!.trim(), password: data.password! }),
  );
  return (
    <form ref={form.ref} onSubmit={form.submit} noValidate className="space-y-1">
      <Banner text={form.banner} />
      <Field
        label="User name"
        name="username"
        autoComplete="username"
        autoFocus
        required
        error={form.errors.username}
        hint="3 to 20 letters, digits, or _ . -"
        {...asIs}
      />
      <Field label="E-mail" name="email" type="email" autoComplete="email" required error={form.errors.email} {...asIs} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        error={form.errors.password}
        hint="At least 8 characters"
      />
      <Button type="submit" look="primary" busy={form.busy} className="h-11 w-full">
        Create account
      </Button>
    </form>
  );
}

/** User names and addresses are typed as they are. */
const asIs = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const;

/** Answers that belong to one field, although they are about the whole request. */
const fieldOf: Record<string, string> = {
  'account.username_taken': 'username',
  'account.email_taken': 'email',
};

function useForm(act: (data: Record<string, string>) => Promise<void>) {
  const ref = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [banner, setBanner] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !ref.current) {
      return;
    }
    const data = Object.fromEntries([...new FormData(ref.current)].map(([key, value]) => [key, String(value)]));
    const empty = Object.entries(data).filter(([, value]) => value.trim() === '');
    if (empty.length > 0) {
      show(Object.fromEntries(empty.map(([key]) => [key, 'Please fill this in.'])), null);
      return;
    }
    setBusy(true);
    try {
      await act(data);
    } catch (error) {
      const refused = Problem.of(error);
      const field = fieldOf[refused.code];
      show(field ? { [field]: refused.message } : perField(refused, data), field ? null : refused.message);
    } finally {
      setBusy(false);
    }
  }

  function show(next: Record<string, string>, message: string | null) {
    setErrors(next);
    // What the server says of the whole is for programs when every field has a sentence of its own.
    setBanner(message && Object.keys(next).length > 0 ? 'Please check the marked fields.' : message);
    const first = Object.keys(next)[0];
    const input = first && ref.current?.elements.namedItem(first);
    if (input instanceof HTMLInputElement) {
      input.focus();
    }
  }

  return { ref, busy, banner, errors, submit: (event: FormEvent) => void submit(event) };
}

/** The server's messages by field; names are compared without regard to case. */
function perField(problem: Problem, data: Record<string, string>): Record<string, string> {
  const found = Object.entries(problem.errors).flatMap(([name, messages]) => {
    const key = Object.keys(data).find((k) => k.toLowerCase() === name.toLowerCase());
    return key && messages[0] ? [[key, messages[0]] as const] : [];
  });
  return Object.fromEntries(found);
}

function Banner({ text }: { text: string | null }) {
  return (
    text && (
      <div className="pb-3">
        <ErrorNote>{text}</ErrorNote>
      </div>
    )
  );
}
