import { useMutation } from '@tanstack/react-query';
import { send } from '../api/http';
import { Button } from '../design/Button';
import { ErrorNote } from '../design/Notices';
import { Onward } from './LinkPage';

/** Asks first: it signs out every device. */
export function UndoEmailChange({ token }: { token: string }) {
  const undo = useMutation({ mutationFn: () => send('/api/identity/email/undo', { method: 'POST', body: { token } }) });
  return undo.isSuccess ? (
    <div role="status" className="space-y-4">
      <p>This address belongs to your account again, and all devices were signed out. Set a new password next.</p>
      <Onward>Log in</Onward>
    </div>
  ) : (
    <div className="space-y-4">
      <p>
        Somebody gave your account another e-mail address. If that was not you, undo it: this address comes back, and every
        device is signed out.
      </p>
      {undo.isError && <ErrorNote>{undo.error.message}</ErrorNote>}
      <Button look="danger" busy={undo.isPending} className="h-11 w-full" onClick={() => undo.mutate()}>
        Undo the change
      </Button>
    </div>
  );
}
