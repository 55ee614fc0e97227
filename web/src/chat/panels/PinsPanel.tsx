import { usePages } from '../../api/pages';
import { IconButton } from '../../design/Button';
import { sayProblem } from '../../design/flash';
import { Empty } from '../../design/Notices';
import { PagedList } from '../../design/PagedList';
import { shortWhen } from '../../design/when';
import { PersonAvatar } from '../../people/PersonAvatar';
import { useName } from '../../people/usePerson';
import { usePane } from '../acts/pane';
import { chatApi } from '../chatApi';
import type { Message } from '../message';
import { MessageText } from '../text/MessageText';
import { SidePanel } from './SidePanel';

export function PinsPanel({ close }: { close: () => void }) {
  const { conversation, mayPin } = usePane();
  const list = usePages<Message>({
    key: ['chat', 'pins', conversation.id],
    get: (cursor) => chatApi.pins(conversation.id, cursor),
  });
  return (
    <SidePanel title="Pinned messages" close={close}>
      <div className="min-h-0 flex-1 overflow-y-auto p-3">
        <PagedList
          list={list}
          label="Pinned messages"
          className="space-y-2"
          empty={
            <Empty icon="pin" title="Nothing pinned">
              <p className="text-sm">{mayPin ? 'Pin what everybody should find again: in the menu of a message.' : 'Who keeps order here can pin messages.'}</p>
            </Empty>
          }
        >
          {(message) => <Pinned key={message.id} message={message} />}
        </PagedList>
      </div>
    </SidePanel>
  );
}

function Pinned({ message }: { message: Message }) {
  const { absorb, jump, mayPin } = usePane();
  const name = useName(message.author);
  return (
    <li className="rounded-xl border border-line p-3">
      <div className="mb-1 flex items-center gap-2 text-[13px] text-muted">
        <PersonAvatar person={message.author} size="size-6" />
        <b className="truncate font-semibold text-text">{name}</b>
        {shortWhen(message.createdAt)}
        <span className="flex-1" />
        <button type="button" className="rounded font-medium text-accent-text hover:underline" onClick={() => jump(message.seq)}>
          Show
        </button>
        {mayPin && (
          <IconButton
            icon="close"
            label="Unpin"
            className="size-7"
            onClick={() =>
              void chatApi
                .pin(message.id, false)
                .then(absorb)
                .catch(sayProblem)
            }
          />
        )}
      </div>
      <MessageText
        text={message.body}
        conversationId={message.conversationId}
        mentions={message.mentions ?? []}
        mentionsEveryone={message.mentionsEveryone}
      />
    </li>
  );
}
