import { useState } from 'react';
import { Problem } from '../api/problem';
import { enterAsGuest } from './session';
import { TextButton } from './SignInFrame';

export function GuestButton() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function enter() {
    setBusy(true);
    setProblem(null);
    try {
      await enterAsGuest();
    } catch (error) {
      setProblem(Problem.of(error).message);
      setBusy(false);
    }
  }
  return (
    <p aria-busy={busy}>
      Just looking? <TextButton onClick={() => !busy && void enter()}>Try as a guest</TextButton>
      {problem && (
        <span role="alert" className="mt-1 block text-danger">
          {problem}
        </span>
      )}
    </p>
  );
}
