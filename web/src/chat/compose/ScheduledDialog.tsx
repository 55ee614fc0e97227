import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '../../app/live';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { Empty, ErrorNote, Skeleton } from '../../design/Notices';
import { fullOf } from '../../design/when';
import { titleOf } from '../conversation';
import { localInput, scheduledApi, scheduledKey, type Scheduled } from './scheduled';

export function ScheduledDialog({ close }: { close: () => void }) {
  const list = useQuery({ queryKey: scheduledKey, queryFn: scheduledApi.list });
  return (
    <Dialog title="Scheduled messages" close={close} className="max-w-lg">
      {list.isPending && <Skeleton rows={2} label="Loading" />}
      {list.isError && <ErrorNote>{list.error.message}</ErrorNote>}
      {list.data?.length === 0 && (
        <Empty icon="clock" title="Nothing waits">
          <p className="text-sm">Write a message and choose “Send this later…” beside it.</p>
        </Empty>
      )}
      <ul aria-label="Scheduled messages" className="divide-y divide-line">
        {list.data?.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
    </Dialog>
  );
}

function Row({ item }: { item: Scheduled }) {
  const { chat } = useLive();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [body, setBody] = useState(item.body);
  const [at, setAt] = useState(localInput(new Date(item.sendAt)));
  const conversation = chat.inbox.find(item.conversationId);
  const onSettled = () => queries.invalidateQueries({ queryKey: scheduledKey });
  const cancel = useMutation({ mutationFn: () => scheduledApi.cancel(item.id), onSettled });
  const change = useMutation({
    mutationFn: () => scheduledApi.change(item.id, { body: body.trim(), sendAt: new Date(at).toISOString() }),
    onSuccess: () => setEditing(false),
    onSettled,
  });
  const problem = cancel.error ?? change.error;
  return (
    <li className="space-y-2 py-3">
      <p className="text-[13px] text-muted">
        To <b className="font-semibold text-text">{conversation ? titleOf(conversation) : 'a conversation'}</b> · {fullOf(item.sendAt)}
      </p>
      {item.state === 'failed' && <ErrorNote>It could not be sent{item.code ? ` (${item.code})` : ''}. Change the time to try again.</ErrorNote>}
      {editing ? (
        <form
          className="space-y-2"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate();
          }}
        >
          <textarea
            value={body}
            rows={3}
            aria-label="Text"
            onChange={(event) => setBody(event.target.value)}
            className="w-full resize-none rounded-lg border border-line bg-app px-3 py-2"
          />
          <input
            type="datetime-local"
            value={at}
            aria-label="Time"
            onChange={(event) => setAt(event.target.value)}
            className="h-10 w-full rounded-lg border border-line bg-app px-2"
          />
          <div className="flex gap-2">
            <Button type="submit" look="primary" busy={change.isPending} disabled={body.trim() === '' || at === ''}>
              Save
            </Button>
            <Button onClick={() => setEditing(false)}>Cancel</Button>
          </div>
        </form>
      ) : (
        <>
          <p className="break-words whitespace-pre-wrap">{item.body}</p>
          <div className="flex gap-2">
            <Button onClick={() => setEditing(true)}>Change</Button>
            <Button look="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
              Do not send
            </Button>
          </div>
        </>
      )}
      {problem && <ErrorNote>{problem.message}</ErrorNote>}
    </li>
  );
}
