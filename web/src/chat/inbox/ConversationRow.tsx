import { useLive } from '../../app/live';
import { go, pathOf } from '../../app/route';
import { useStore } from '../../app/store';
import { Icon } from '../../design/Icon';
import { MenuButton } from '../../design/Menu';
import { CountBadge } from '../../design/Notices';
import { fullOf, shortWhen } from '../../design/when';
import { useBlockedIds } from '../../friends/useFriends';
import { useName } from '../../people/usePerson';
import { isMuted, titleOf, type Conversation } from '../conversation';
import { sentenceOf } from '../list/notice';
import { isWritten, told, type Message } from '../message';
import { plainOf } from '../text/markup';
import { ConversationPicture } from './ConversationPicture';
import { useConversationEntries } from './entries';

export function ConversationRow({ conversation, selected }: { conversation: Conversation; selected: boolean }) {
  const { me, chat } = useLive();
  const viewing = useStore(chat.viewing) === conversation.id;
  const draft = useStore(chat.drafts.state).get(conversation.id)?.body;
  const entries = useConversationEntries(conversation);
  const title = titleOf(conversation);
  const last = conversation.lastMessage;
  const muted = isMuted(conversation);
  // What arrives under the eyes of the reader is not news.
  const unread = viewing && conversation.readSeq >= (last?.seq ?? 0) ? 0 : conversation.unread;
  return (
    <li className={`group relative flex items-center rounded-lg ${selected ? 'bg-accent-soft' : 'hover:bg-hover'}`}>
      <a
        href={pathOf({ page: 'conversation', id: conversation.id })}
        aria-current={selected ? 'page' : undefined}
        onClick={(event) => {
          if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
            event.preventDefault();
            go({ page: 'conversation', id: conversation.id });
          }
        }}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-lg px-2 py-2"
      >
        <ConversationPicture conversation={conversation} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={`min-w-0 truncate ${unread > 0 ? 'font-semibold' : 'font-medium'}`}>{title}</span>
            {muted && <Icon name="mute" className="size-3.5 self-center text-muted" />}
            {muted && <span className="sr-only">Muted</span>}
            <span className="flex-1" />
            {last && (
              <time
                dateTime={last.createdAt}
                title={fullOf(last.createdAt)}
                className="text-xs text-muted group-focus-within:opacity-0 group-hover:opacity-0"
              >
                {shortWhen(last.createdAt)}
              </time>
            )}
          </span>
          <span className="flex items-center gap-2">
            <span className={`min-w-0 flex-1 truncate text-[13px] ${unread > 0 ? 'text-text' : 'text-muted'}`}>
              {draft && !selected ? (
                <>
                  <span className="text-danger">Draft:</span> {plainOf(draft)}
                </>
              ) : last ? (
                <Preview message={last} me={me.id} />
              ) : (
                'No messages yet'
              )}
            </span>
            {conversation.mentions > 0 && unread > 0 && (
              <span className="inline-flex size-5 items-center justify-center rounded-full bg-warn-soft text-xs font-bold text-warn">
                <span aria-hidden="true">@</span>
                <span className="sr-only">{conversation.mentions} mentions</span>
              </span>
            )}
            <span className={muted ? 'opacity-60 grayscale' : 'contents'}>
              <CountBadge count={unread} label={`${unread} unread`} />
            </span>
          </span>
        </span>
      </a>
      <span className="absolute top-0.5 right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 [@media(hover:none)]:hidden">
        <MenuButton label={`More about ${title}, conversation`} className="size-7 bg-panel" entries={entries} />
      </span>
    </li>
  );
}

function Preview({ message, me }: { message: Message; me: string }) {
  const name = useName(message.author);
  const other = useName({ id: told(message.data, 'userId') ?? message.author.id, username: 'somebody' });
  const blocked = useBlockedIds().has(message.author.id);
  if (!isWritten(message)) {
    return sentenceOf(message, name, other) ?? '';
  }
  if (blocked) {
    return 'Message from a blocked person';
  }
  return message.deletedAt ? 'Message deleted' : `${message.author.id === me ? 'You' : name}: ${plainOf(message.body)}`;
}
