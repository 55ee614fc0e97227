import { go, pathOf, type Route } from '../../app/route';
import { fullOf, shortWhen } from '../../design/when';
import { PersonAvatar } from '../../people/PersonAvatar';
import { useName } from '../../people/usePerson';
import { pieces, type Found } from './searchApi';

export function FoundMessage({ found: { message, conversation, highlights } }: { found: Found }) {
  const name = useName(message.author);
  const to: Route = { page: 'conversation', id: conversation.id, at: message.seq };
  return (
    <li>
      <a
        href={pathOf(to)}
        onClick={(event) => {
          if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
            event.preventDefault();
            go(to);
          }
        }}
        className="flex gap-3 rounded-xl px-3 py-2.5 hover:bg-hover"
      >
        <PersonAvatar person={message.author} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2 text-[13px] text-muted">
            <b className="truncate font-semibold text-text">{name}</b>
            <span className="truncate">in {conversation.name}</span>
            <span className="flex-1" />
            <time dateTime={message.createdAt} title={fullOf(message.createdAt)} className="shrink-0 text-xs">
              {shortWhen(message.createdAt)}
            </time>
          </span>
          <span className="line-clamp-4 break-words whitespace-pre-wrap">
            {pieces(message.body, highlights).map(({ text, found }, i) =>
              found ? (
                <mark key={i} className="rounded bg-warn-soft px-0.5 text-warn">
                  {text}
                </mark>
              ) : (
                text
              ),
            )}
          </span>
        </span>
      </a>
    </li>
  );
}
