import { memo, useState, type ReactNode } from 'react';
import { dayName } from '../../design/when';
import { useName } from '../../people/usePerson';
import { Delivery, Ticks } from './Delivery';
import { sentenceOf } from './notice';
import { told, type Message, type Thread } from '../message';
import type { Row } from './rows';
import { Written } from './Written';
import { Words } from './Words';

interface Props {
  row: Row;
  me: { id: string; username: string };
  /** The author is blocked: delivered, as the others answer to it, but not shown unasked. */
  hidden: boolean;
  /** The thread that the message began. */
  thread?: Thread;
  /** Under the pointer or with the focus. */
  active: boolean;
  editing: boolean;
  inThread?: boolean;
  retry: (clientMessageId: string) => void;
  discard: (clientMessageId: string) => void;
}

export const MessageRow = memo(function MessageRow({ row, me, hidden, thread, active, editing, inThread = false, retry, discard }: Props) {
  const [shown, setShown] = useState(false);
  switch (row.kind) {
    case 'day':
      return (
        <Line className="text-muted" rule="bg-line">
          {dayName(row.date)}
        </Line>
      );
    case 'new':
      return (
        <Line className="text-danger" rule="bg-danger/50">
          New messages
        </Line>
      );
    case 'notice':
      return <Notice message={row.message} />;
    case 'message':
      if (hidden && !shown) {
        return <Hidden seq={row.message.seq} show={() => setShown(true)} />;
      }
      return (
        <Written message={row.message} own={row.own} opens={row.opens} thread={thread} active={active} editing={editing} inThread={inThread}>
          {row.own && <Ticks message={row.message} />}
        </Written>
      );
    case 'outgoing': {
      const { outgoing } = row;
      return (
        <Words
          author={me}
          at={outgoing.writtenAt}
          opens={row.opens}
          own
          body={outgoing.body}
          replyTo={inThread ? undefined : outgoing.replyTo}
          faded
        >
          <Delivery outgoing={outgoing} retry={retry} discard={discard} />
        </Words>
      );
    }
  }
});

function Line({ children, className, rule }: { children: ReactNode; className: string; rule: string }) {
  return (
    <div role="separator" className={`flex items-center gap-3 px-4 py-2 text-xs font-semibold ${className}`}>
      <span className={`h-px flex-1 ${rule}`} />
      {children}
      <span className={`h-px flex-1 ${rule}`} />
    </div>
  );
}

function Notice({ message }: { message: Message }) {
  const actor = useName(message.author);
  const other = useName({ id: told(message.data, 'userId') ?? message.author.id, username: 'somebody' });
  const sentence = sentenceOf(message, actor, other);
  return sentence === null ? (
    <span data-seq={message.seq} />
  ) : (
    <p data-seq={message.seq} className="px-4 py-1 text-center text-[13px] text-muted">
      {sentence}
    </p>
  );
}

/** Keeps its number, so that the message counts as read when it has been in view. */
function Hidden({ seq, show }: { seq: number; show: () => void }) {
  return (
    <p data-seq={seq} className="py-0.5 pr-4 pl-16 text-[13px] text-muted italic">
      Message from a blocked person{' '}
      <button type="button" className="rounded font-medium text-accent-text not-italic hover:underline" onClick={show}>
        Show
      </button>
    </p>
  );
}
