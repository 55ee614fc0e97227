import { useState } from 'react';
import { sentenceOf, type Ending } from './ending';
import { ForgotForm } from './ForgotForm';
import { GuestButton } from './GuestButton';
import { LogInForm } from './LogInForm';
import { RegisterForm } from './RegisterForm';
import { SignInFrame, TextButton } from './SignInFrame';

type Mode = 'log-in' | 'register' | 'forgot';

const titles: Record<Mode, string> = {
  'log-in': 'Welcome back',
  register: 'Create your account',
  forgot: 'Choose a new password',
};

export function SignInPage({ ending }: { ending: Ending | null }) {
  const [mode, setMode] = useState<Mode>('log-in');
  const why = mode === 'log-in' && sentenceOf(ending);
  return (
    <SignInFrame
      title={titles[mode]}
      below={
        <>
          <p>
            {mode === 'log-in' ? 'New here?' : 'Already have an account?'}{' '}
            {mode === 'log-in' ? (
              <TextButton onClick={() => setMode('register')}>Create an account</TextButton>
            ) : (
              <TextButton onClick={() => setMode('log-in')}>Log in instead</TextButton>
            )}
          </p>
          {mode !== 'forgot' && <GuestButton />}
        </>
      }
    >
      {why && (
        <p role="status" className="mb-4 rounded-lg bg-warn-soft px-3 py-2 text-sm text-warn">
          {why}
        </p>
      )}
      {mode === 'log-in' && <LogInForm forgot={() => setMode('forgot')} />}
      {mode === 'register' && <RegisterForm />}
      {mode === 'forgot' && <ForgotForm back={() => setMode('log-in')} />}
    </SignInFrame>
  );
}
