import type { HTMLAttributes, ReactNode } from 'react';
import { fullOf, timeOf } from '../../design/when';
import { PersonAvatar } from '../../people/PersonAvatar';
import { showPerson } from '../../people/personCard';
import { useName } from '../../people/usePerson';
import { Quote } from '../acts/Quote';
import { usePane } from '../acts/pane';
import type { RepliedTo } from '../message';
import { MessageText } from '../text/MessageText';

interface Props extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  seq?: number;
  author: { id: string; username: string };
  at: string;
  opens: boolean;
  own: boolean;
  body: string;
  replyTo?: RepliedTo;
  mentions?: readonly string[];
  mentionsEveryone?: string;
  faded?: boolean;
  /** Stands out, as it is to the one who reads. */
  toMe?: boolean;
  /** In place of the text. */
  instead?: ReactNode;
  /** Behind the last word. */
  children?: ReactNode;
  /** Under the text. */
  below?: ReactNode;
}

/** Who, when, and what they wrote. */
export function Words(props: Props) {
  const { seq, author, at, opens, own, body, replyTo, mentions, mentionsEveryone, faded, toMe, instead, children, below, ...rest } = props;
  const { conversation } = usePane();
  const name = useName(author);
  return (
    <article
      {...rest}
      data-seq={seq}
      aria-label={`${own ? 'You' : name}, ${timeOf(at)}`}
      className={`group relative flex gap-3 px-4 py-0.5 -outline-offset-2 hover:bg-hover/50 ${opens ? 'mt-2.5' : ''} ${toMe ? 'border-l-3 border-warn bg-warn-soft/50' : ''} ${rest.className ?? ''}`}
    >
      <div className="w-9 shrink-0">
        {opens ? (
          // The name beside it does the same, and one of the two is enough for the keyboard.
          <button
            type="button"
            tabIndex={-1}
            aria-hidden="true"
            className={`mt-0.5 block rounded-full ${replyTo ? 'mt-5' : ''}`}
            onClick={() => showPerson(author)}
          >
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
        {replyTo && <Quote to={replyTo} />}
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
        {instead ?? (
          <div className={faded ? 'text-text/70' : ''}>
            <MessageText text={body} conversationId={conversation.id} mentions={mentions} mentionsEveryone={mentionsEveryone}>
              {children}
            </MessageText>
          </div>
        )}
        {below}
      </div>
    </article>
  );
}
