import { Button } from '../design/Button';
import { SignInFrame } from '../session/SignInFrame';
import type { Link } from './link';
import { ResetPassword } from './ResetPassword';
import { UndoEmailChange } from './UndoEmailChange';
import { VerifyEmail } from './VerifyEmail';

const titles = {
  'reset-password': 'Choose a new password',
  'verify-email': 'Your e-mail address',
  'undo-email-change': 'Undo the change of address',
};

/** Where the links in our mails lead. Nobody needs to be signed in for them. */
export function LinkPage({ link }: { link: Link }) {
  return <SignInFrame title={titles[link.kind]}>{link.token ? <Act kind={link.kind} token={link.token} /> : <Spent />}</SignInFrame>;
}

function Act({ kind, token }: { kind: Link['kind']; token: string }) {
  switch (kind) {
    case 'reset-password':
      return <ResetPassword token={token} />;
    case 'verify-email':
      return <VerifyEmail token={token} />;
    case 'undo-email-change':
      return <UndoEmailChange token={token} />;
  }
}

function Spent() {
  return (
    <div className="space-y-4">
      <p>This page needs the link from our mail. Please open that link again.</p>
      <Onward>Go to OneVOne</Onward>
    </div>
  );
}

/** A new start of the client: it finds out by itself whether somebody is signed in. */
export function Onward({ children }: { children: string }) {
  return (
    <Button look="primary" className="h-11 w-full" onClick={() => location.assign('/')}>
      {children}
    </Button>
  );
}
