import { useQuery } from '@tanstack/react-query';
import { useLive } from '../app/live';
import { go, pathOf } from '../app/route';
import { useStore } from '../app/store';
import { Button } from '../design/Button';
import { Icon } from '../design/Icon';
import { CountBadge, ErrorNote, Skeleton } from '../design/Notices';
import { fullOf, shortWhen } from '../design/when';
import { useBlockedIds } from '../friends/useFriends';
import { PersonAvatar } from '../people/PersonAvatar';
import { useName } from '../people/usePerson';
import { statusOf } from '../presence/presence';
import { titleOf, type Conversation, type Message } from './conversation';

export function ConversationList({ selected, className }: { selected: string | null; className: string }) {
  const { chat } = useLive();
  const list = useQuery(chat.conversationsQuery);
  return (
    <section
      aria-label="Conversations"
      className={`min-h-0 w-full flex-1 flex-col border-line bg-panel xl:w-72 xl:flex-none xl:border-l ${className}`}
    >
      <h2 className="flex h-14 shrink-0 items-center px-4 text-base font-semibold">Chats</h2>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {list.isPending && <Skeleton rows={4} label="Loading conversations" />}
        {list.isError && !list.data && (
          <div className="space-y-3 p-2">
            <ErrorNote>{list.error.message}</ErrorNote>
            <Button onClick={() => void list.refetch()}>Try again</Button>
          </div>
        )}
        <ul>
          {list.data?.map((conversation) => (
            <Row key={conversation.id} conversation={conversation} selected={conversation.id === selected} />
          ))}
        </ul>
        {list.data?.length === 1 && (
          <p className="px-3 py-4 text-sm text-muted">Conversations with your friends appear here.</p>
        )}
      </div>
    </section>
  );
}

function Row({ conversation, selected }: { conversation: Conversation; selected: boolean }) {
  const { me, chat, presence } = useLive();
  const viewing = useStore(chat.viewing);
  const people = useStore(presence.people);
  const title = titleOf(conversation);
  const last = conversation.lastMessage;
  // What arrives under the eyes of the reader is not news.
  const unread = viewing === conversation.id ? 0 : conversation.unread;
  return (
    <li>
      <a
        href={pathOf({ page: 'conversation', id: conversation.id })}
        aria-current={selected ? 'page' : undefined}
        onClick={(event) => {
          if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
            event.preventDefault();
            go({ page: 'conversation', id: conversation.id });
          }
        }}
        className={`flex items-center gap-3 rounded-lg px-2 py-2 ${selected ? 'bg-accent-soft' : 'hover:bg-hover'}`}
      >
        {conversation.peer ? (
          <PersonAvatar person={conversation.peer} status={statusOf(people.get(conversation.peer.id))} />
        ) : (
          <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-hover text-muted">
            <Icon name="hash" />
          </span>
        )}
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={`min-w-0 flex-1 truncate ${unread > 0 ? 'font-semibold' : 'font-medium'}`}>{title}</span>
            {last && (
              <time dateTime={last.createdAt} title={fullOf(last.createdAt)} className="text-xs text-muted">
                {shortWhen(last.createdAt)}
              </time>
            )}
          </span>
          <span className="flex items-center gap-2">
            <span className={`min-w-0 flex-1 truncate text-[13px] ${unread > 0 ? 'text-text' : 'text-muted'}`}>
              {last ? <Preview message={last} me={me.id} /> : 'No messages yet'}
            </span>
            <CountBadge count={unread} label={`${unread} unread`} />
          </span>
        </span>
      </a>
    </li>
  );
}

function Preview({ message: { author, body }, me }: { message: Message; me: string }) {
  const name = useName(author);
  return useBlockedIds().has(author.id) ? 'Message from a blocked person' : `${author.id === me ? 'You' : name}: ${body}`;
}
