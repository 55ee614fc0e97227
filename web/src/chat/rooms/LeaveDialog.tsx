import { useMutation } from '@tanstack/react-query';
import { useLive } from '../../app/live';
import { go } from '../../app/route';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { ErrorNote } from '../../design/Notices';
import { chatApi } from '../chatApi';
import { titleOf, type Conversation } from '../conversation';

export function LeaveDialog({ what, conversation, close }: { what: 'leave' | 'delete'; conversation: Conversation; close: () => void }) {
  const { chat } = useLive();
  const leaving = what === 'leave';
  const act = useMutation({
    mutationFn: () => (leaving ? chatApi.leave(conversation.id) : chatApi.deleteRoom(conversation.id)),
    onSuccess: () => {
      close();
      go({ page: 'chats' });
      chat.forget(conversation.id);
    },
  });
  const title = titleOf(conversation);
  return (
    <Dialog title={leaving ? `Leave ${title}?` : `Delete ${title}?`} close={close}>
      <p className="mb-4 text-sm text-muted">
        {!leaving
          ? 'The room and all that was written in it are gone, for everybody.'
          : conversation.memberCount === 1
            ? 'You are the last one here: the room goes with you.'
            : conversation.role === 'owner'
              ? 'The room is passed on to the admin who is here longest, or else to a member. You can join again.'
              : 'You no longer see what is written here. You can join again.'}
      </p>
      <div className="space-y-2">
        <Button look="danger" className="h-10 w-full" busy={act.isPending} onClick={() => act.mutate()}>
          {leaving ? 'Leave' : 'Delete the room'}
        </Button>
        <Button className="h-10 w-full" onClick={close}>
          {leaving ? 'Stay' : 'Keep it'}
        </Button>
        {act.isError && <ErrorNote>{act.error.message}</ErrorNote>}
      </div>
    </Dialog>
  );
}
