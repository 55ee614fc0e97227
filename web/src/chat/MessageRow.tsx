import { useState, type ReactNode } from 'react';
import { Icon } from '../design/Icon';
import { dayName, fullOf, timeOf } from '../design/when';
import { PersonAvatar } from '../people/PersonAvatar';
import { showPerson } from '../people/personCard';
import { useName } from '../people/usePerson';
import { MessageText } from './MessageText';
import type { Outgoing } from './outbox';
import type { Row } from './rows';

interface Acts {
  retry: (clientMessageId: string) => void;
  discard: (clientMessageId: string) => void;
}

interface Props {
  row: Row;
  me: Author;
  /** The author is blocked: delivered, as the others answer to it, but not shown unasked. */
  hidden: boolean;
  acts: Acts;
}

export function MessageRow({ row, me, hidden, acts }: Props) {
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
    case 'message': {
      const { author, createdAt, body, seq } = row.message;
      if (hidden && !shown) {
        return <Hidden seq={seq} show={() => setShown(true)} />;
      }
      return (
        <Words seq={seq} author={author} at={createdAt} opens={row.opens} own={row.own} body={body}>
          {row.own && (
            <span title="Sent" className="ml-2 inline-block align-middle text-muted">
              <Icon name="check" className="size-3.5" />
              <span className="sr-only">Sent</span>
            </span>
          )}
        </Words>
      );
    }
    case 'outgoing':
      return (
        <Words author={me} at={row.outgoing.writtenAt} opens={row.opens} own body={row.outgoing.body} faded>
          <Delivery outgoing={row.outgoing} acts={acts} />
        </Words>
      );
  }
}

function Line({ children, className, rule }: { children: ReactNode; className: string; rule: string }) {
  return (
    <div role="separator" className={`flex items-center gap-3 px-4 py-2 text-xs font-semibold ${className}`}>
      <span className={`h-px flex-1 ${rule}`} />
      {children}
      <span className={`h-px flex-1 ${rule}`} />
    </div>
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

interface Author {
  id: string;
  username: string;
}

interface WordsProps {
  seq?: number;
  author: Author;
  at: string;
  opens: boolean;
  own: boolean;
  body: string;
  faded?: boolean;
  children: ReactNode;
}

function Words({ seq, author, at, opens, own, body, faded = false, children }: WordsProps) {
  const name = useName(author);
  return (
    <article
      data-seq={seq}
      aria-label={`${own ? 'You' : name}, ${timeOf(at)}`}
      className={`group flex gap-3 px-4 py-0.5 hover:bg-hover/50 ${opens ? 'mt-2.5' : ''}`}
    >
      <div className="w-9 shrink-0">
        {opens ? (
          // The name beside it does the same, and one of the two is enough for the keyboard.
          <button type="button" tabIndex={-1} aria-hidden="true" className="mt-0.5 block rounded-full" onClick={() => showPerson(author)}>
            <PersonAvatar person={author} />
          </button>
        ) : (
          <time
            dateTime={at}
            className="block pt-1 text-right text-[10px] whitespace-nowrap text-muted opacity-0 group-hover:opacity-100"
          >
            {timeOf(at)}
          </time>
        )}
      </div>
      <div className="min-w-0 flex-1">
        {opens && (
          <div className="flex items-baseline gap-2">
            <button
              type="button"
              aria-haspopup="dialog"
              className="truncate rounded font-semibold hover:underline"
              onClick={() => showPerson(author)}
            >
              {name}
            </button>
            <time dateTime={at} title={fullOf(at)} className="text-xs text-muted">
              {timeOf(at)}
            </time>
          </div>
        )}
        <p className="break-words whitespace-pre-wrap">
          <span className={faded ? 'opacity-70' : ''}>
            <MessageText text={body} />
          </span>
          {children}
        </p>
      </div>
    </article>
  );
}

function Delivery({ outgoing, acts }: { outgoing: Outgoing; acts: Acts }) {
  if (outgoing.state !== 'failed') {
    return (
      <span
        title={outgoing.state === 'sent' ? 'Sent' : 'Sending'}
        className="ml-2 inline-block align-middle text-muted"
      >
        <Icon name={outgoing.state === 'sent' ? 'check' : 'clock'} className="size-3.5" />
        <span className="sr-only">{outgoing.state === 'sent' ? 'Sent' : 'Sending'}</span>
      </span>
    );
  }
  return (
    <span role="alert" className="flex flex-wrap items-center gap-x-2 text-[13px] text-danger">
      <Icon name="alert" className="size-4" />
      Not sent. {outgoing.problem?.message}
      <button type="button" className="rounded font-semibold underline" onClick={() => acts.retry(outgoing.clientMessageId)}>
        Try again
      </button>
      <button type="button" className="rounded font-semibold underline" onClick={() => acts.discard(outgoing.clientMessageId)}>
        Discard
      </button>
    </span>
  );
}
