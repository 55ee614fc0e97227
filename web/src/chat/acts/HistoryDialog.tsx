import { useQuery } from '@tanstack/react-query';
import { Dialog } from '../../design/Dialog';
import { ErrorNote, Skeleton } from '../../design/Notices';
import { fullOf } from '../../design/when';
import { chatApi } from '../chatApi';
import type { Message } from '../message';
import { MessageText } from '../text/MessageText';

export function HistoryDialog({ message, close }: { message: Message; close: () => void }) {
  const revisions = useQuery({
    queryKey: ['chat', 'revisions', message.id, message.version],
    queryFn: () => chatApi.revisions(message.id),
  });
  const earlier = [...(revisions.data?.items ?? [])].sort((a, b) => b.number - a.number);
  return (
    <Dialog title="Versions of this message" close={close} className="max-w-lg">
      <Version title="Now" at={message.editedAt ?? message.createdAt} body={message.body} conversationId={message.conversationId} />
      {revisions.isPending && <Skeleton rows={1} label="Loading earlier versions" />}
      {revisions.isError && <ErrorNote>{revisions.error.message}</ErrorNote>}
      {earlier.map(({ number, body, writtenAt }) => (
        <Version
          key={number}
          title={number === 1 ? 'As first sent' : 'Before'}
          at={writtenAt}
          body={body}
          conversationId={message.conversationId}
        />
      ))}
    </Dialog>
  );
}

function Version({ title, at, body, conversationId }: { title: string; at: string; body: string; conversationId: string }) {
  return (
    <section className="border-b border-line py-3 last:border-0">
      <h3 className="mb-1 text-[13px] text-muted">
        <b className="font-semibold text-text">{title}</b> · <time dateTime={at}>{fullOf(at)}</time>
      </h3>
      <MessageText text={body} conversationId={conversationId} mentions={[]} />
    </section>
  );
}
