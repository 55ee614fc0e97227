import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { send } from '../api/http';
import { Button, Spinner } from '../design/Button';
import { ErrorNote } from '../design/Notices';
import { Onward } from './LinkPage';

export function VerifyEmail({ token }: { token: string }) {
  const verify = useMutation({
    mutationFn: () => send('/api/identity/email/verify', { method: 'POST', body: { token } }),
  });
  const { mutate } = verify;
  const begun = useRef(false);
  useEffect(() => {
    // The token works once; in development effects run twice.
    if (!begun.current) {
      begun.current = true;
      mutate();
    }
  }, [mutate]);
  return (
    <div role="status" className="space-y-4">
      {verify.isSuccess && <p>Thank you, your address is confirmed.</p>}
      {verify.isError && <ErrorNote>{verify.error.message}</ErrorNote>}
      {verify.isPending && <Spinner />}
      {verify.isError && (
        <Button className="h-11 w-full" onClick={() => mutate()}>
          Try again
        </Button>
      )}
      {(verify.isSuccess || verify.isError) && <Onward>Go to OneVOne</Onward>}
    </div>
  );
}
