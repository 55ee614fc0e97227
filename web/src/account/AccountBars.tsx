import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Button } from '../design/Button';
import { dateOf } from '../design/when';
import { accountApi } from './accountApi';
import { KeepAccountDialog } from './KeepAccountDialog';
import { useFreshProfile, useMe } from './useMe';

/** What somebody should know of their own account, in one line above the page; the gravest only. */
export function AccountBars() {
  const me = useMe();
  useFreshProfile();
  if (me.deletionAt) {
    return <DeletionBar at={me.deletionAt} />;
  }
  if (me.isGuest) {
    return <GuestBar />;
  }
  return me.email && !me.emailVerified ? <VerifyBar email={me.email} /> : null;
}

function Bar({ danger = false, children }: { danger?: boolean; children: ReactNode }) {
  return (
    <div
      role="region"
      aria-label="Your account"
      className={`flex shrink-0 flex-wrap items-center justify-center gap-x-3 gap-y-1 px-4 py-1.5 text-sm ${danger ? 'bg-danger-soft text-danger' : 'bg-warn-soft text-warn'}`}
    >
      {children}
    </div>
  );
}

const small = 'h-7 px-2.5 py-0 text-text';

function DeletionBar({ at }: { at: string }) {
  const restore = useMutation({ mutationFn: accountApi.restore });
  return (
    <Bar danger>
      <span>Your account will be deleted on {dateOf(at)}.</span>
      <Button className={small} busy={restore.isPending} onClick={() => restore.mutate()}>
        Take that back
      </Button>
      {restore.isError && <span role="alert">{restore.error.message}</span>}
    </Bar>
  );
}

function GuestBar() {
  const [open, setOpen] = useState(false);
  return (
    <Bar>
      <span>You are here as a guest.</span>
      <Button className={small} onClick={() => setOpen(true)}>
        Keep this account
      </Button>
      {open && <KeepAccountDialog close={() => setOpen(false)} />}
    </Bar>
  );
}

function VerifyBar({ email }: { email: string }) {
  const resend = useMutation({ mutationFn: accountApi.resendVerification });
  return (
    <Bar>
      <span>
        Please confirm <b className="font-semibold break-all">{email}</b>: open the link in our mail.
      </span>
      {resend.isSuccess ? (
        <span role="status">Sent again.</span>
      ) : (
        <Button className={small} busy={resend.isPending} onClick={() => resend.mutate()}>
          Send it again
        </Button>
      )}
      {resend.isError && <span role="alert">{resend.error.message}</span>}
    </Bar>
  );
}
