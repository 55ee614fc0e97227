import { useMutation } from '@tanstack/react-query';
import { useLive } from '../../app/live';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { ErrorNote } from '../../design/Notices';
import { chatApi } from '../chatApi';
import type { Message } from '../message';
import { plainOf } from '../text/markup';
import { usePane } from './pane';

export function DeleteDialog({ message, close }: { message: Message; close: () => void }) {
  const { me } = useLive();
  const { hide, moderates } = usePane();
  const forAll = useMutation({ mutationFn: () => chatApi.remove(message.id), onSuccess: close });
  const forMe = useMutation({
    mutationFn: () => chatApi.removeForMe(message.id),
    onSuccess: () => {
      hide(message);
      close();
    },
  });
  const problem = forAll.error ?? forMe.error;
  return (
    <Dialog title="Delete this message?" close={close}>
      <p className="mb-4 line-clamp-3 rounded-lg bg-app px-3 py-2 text-sm text-muted">{plainOf(message.body)}</p>
      <div className="space-y-2">
        {(message.author.id === me.id || moderates) && (
          <Button look="danger" className="h-10 w-full" busy={forAll.isPending} onClick={() => forAll.mutate()}>
            Delete for everyone
          </Button>
        )}
        <Button className="h-10 w-full" busy={forMe.isPending} onClick={() => forMe.mutate()}>
          Delete for me
        </Button>
        <Button className="h-10 w-full" onClick={close}>
          Keep it
        </Button>
        {problem && <ErrorNote>{problem.message}</ErrorNote>}
      </div>
    </Dialog>
  );
}
