import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { Icon } from '../../design/Icon';
import { usePane } from '../acts/pane';
import type { Message } from '../message';
import type { Outgoing } from '../outbox';

/** Behind an own message: that it is written, and, between two people, that it was read. */
export function Ticks({ message }: { message: Message }) {
  const { chat } = useLive();
  const { conversation } = usePane();
  const reads = useStore(chat.receipts.state).get(conversation.id);
  const read = conversation.peer !== null && (reads?.get(conversation.peer.id) ?? 0) >= message.seq;
  const says = read ? 'Read' : 'Sent';
  return (
    <span title={says} className={`ml-2 inline-block align-middle ${read ? 'text-accent-text' : 'text-muted'}`}>
      <Icon name={read ? 'checks' : 'check'} className="size-3.5" />
      <span className="sr-only">{says}</span>
    </span>
  );
}

interface Props {
  outgoing: Outgoing;
  retry: (clientMessageId: string) => void;
  discard: (clientMessageId: string) => void;
}

export function Delivery({ outgoing, retry, discard }: Props) {
  if (outgoing.state !== 'failed') {
    const says = outgoing.state === 'sent' ? 'Sent' : 'Sending';
    return (
      <>
        <span title={says} className="ml-2 inline-block align-middle text-muted">
          <Icon name={outgoing.state === 'sent' ? 'check' : 'clock'} className="size-3.5" />
          <span className="sr-only">{says}</span>
        </span>
        {outgoing.problem?.status === 429 && <span className="ml-1.5 text-[13px] text-muted">Not so fast: it goes out in a moment.</span>}
      </>
    );
  }
  return (
    <span role="alert" className="flex flex-wrap items-center gap-x-2 text-[13px] text-danger">
      <Icon name="alert" className="size-4" />
      Not sent. {outgoing.problem?.message}
      <button type="button" className="rounded font-semibold underline" onClick={() => retry(outgoing.clientMessageId)}>
        Try again
      </button>
      <button type="button" className="rounded font-semibold underline" onClick={() => discard(outgoing.clientMessageId)}>
        Discard
      </button>
    </span>
  );
}
