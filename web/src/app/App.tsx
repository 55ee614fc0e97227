import { useEffect } from 'react';
import { Button, Spinner } from '../design/Button';
import { Empty } from '../design/Notices';
import { resumeSession, session } from '../session/session';
import { SignInPage } from '../session/SignInPage';
import { LiveProvider } from './live';
import { Shell } from './Shell';
import { useStore } from './store';

const tryAgainMs = 4000;

export function App() {
  const current = useStore(session);
  switch (current.status) {
    case 'starting':
      return current.problem ? <Unreachable message={current.problem.message} /> : <Starting />;
    case 'signed-out':
      return <SignInPage ending={current.ending} />;
    case 'signed-in':
      return (
        <LiveProvider me={current.user}>
          <Shell />
        </LiveProvider>
      );
  }
}

function Starting() {
  return (
    <main className="grid h-full place-items-center text-muted" role="status" aria-label="Starting">
      <Spinner className="size-7" />
    </main>
  );
}

/** There is a session, but nobody to renew it: keep trying rather than asking for the password. */
function Unreachable({ message }: { message: string }) {
  useEffect(() => {
    const timer = setInterval(() => void resumeSession(), tryAgainMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <main className="grid h-full place-items-center">
      <Empty icon="alert" title="OneVOne is not answering">
        <p>{message} We keep trying.</p>
        <Button onClick={() => void resumeSession()}>Try now</Button>
      </Empty>
    </main>
  );
}
