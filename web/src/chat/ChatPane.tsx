import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Problem } from '../api/problem';
import { useLive } from '../app/live';
import { go } from '../app/route';
import { useStore } from '../app/store';
import { useVisible } from '../app/useVisible';
import { Button, IconButton } from '../design/Button';
import { Icon } from '../design/Icon';
import { Empty, Skeleton } from '../design/Notices';
import { useBlockedIds } from '../friends/useFriends';
import { PersonAvatar } from '../people/PersonAvatar';
import { showPerson } from '../people/personCard';
import { lineOf, statusOf } from '../presence/presence';
import { ConnectionState } from '../realtime/ConnectionState';
import { BlockedNote } from './BlockedNote';
import { Composer } from './Composer';
import { titleOf, type Conversation } from './conversation';
import { MessageList } from './MessageList';
import { TypingLine } from './TypingLine';

/** One open conversation. */
export function ChatPane({ id }: { id: string }) {
  const { chat, notifications } = useLive();
  const list = useQuery(chat.conversationsQuery);
  const conversation = list.data?.find((c) => c.id === id);
  const timeline = chat.timeline(id);
  const { status, problem } = useStore(timeline.state);
  const visible = useVisible();
  const blocked = useBlockedIds();

  useEffect(() => {
    chat.view(visible ? id : null);
    return () => chat.view(null);
  }, [chat, id, visible]);

  const peerId = conversation?.peer?.id;
  useEffect(() => {
    if (visible) {
      void notifications.readWhere(
        (n) => n.conversationId === id || (n.kind === 'friend_accepted' && n.actor.id === peerId),
      );
    }
  }, [visible, id, peerId, notifications]);

  if (status === 'failed' && problem) {
    return <NotShown problem={problem} retry={() => void timeline.load()} />;
  }
  return (
    <>
      <Top conversation={conversation} />
      {status === 'ready' && conversation ? (
        <MessageList conversation={conversation} timeline={timeline} />
      ) : (
        <div className="flex flex-1 flex-col justify-end px-2 pb-2">
          <Skeleton rows={6} label="Loading messages" />
        </div>
      )}
      <TypingLine id={id} />
      {conversation?.peer && blocked.has(conversation.peer.id) ? (
        <BlockedNote person={conversation.peer} />
      ) : (
        <Composer id={id} to={conversation ? titleOf(conversation) : ''} />
      )}
    </>
  );
}

function Top({ conversation }: { conversation: Conversation | undefined }) {
  const { presence } = useLive();
  const people = useStore(presence.people);
  const peer = conversation?.peer;
  const status = peer ? people.get(peer.id) : undefined;
  const peerId = peer?.id;
  useEffect(() => {
    presence.watch('peer', peerId ? [peerId] : []);
  }, [presence, peerId]);
  return (
    <div className="flex h-14 shrink-0 items-center gap-3 border-b border-line bg-panel px-2 md:px-4">
      <IconButton icon="back" label="Back to the list" className="md:hidden" onClick={() => go({ page: 'chats' })} />
      {peer ? (
        <button
          type="button"
          aria-label={`About ${titleOf(conversation)}`}
          aria-haspopup="dialog"
          className="rounded-full"
          onClick={() => showPerson(peer)}
        >
          <PersonAvatar person={peer} status={statusOf(status)} />
        </button>
      ) : (
        <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-hover text-muted">
          <Icon name="hash" />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <h1 className="truncate leading-tight font-semibold">{conversation ? titleOf(conversation) : ' '}</h1>
        <p className="truncate text-[13px] leading-tight text-muted">
          {peer ? lineOf(status) : conversation ? 'Public: everybody is in it' : ' '}
        </p>
      </div>
      <div className="md:hidden">
        <ConnectionState />
      </div>
    </div>
  );
}

function NotShown({ problem, retry }: { problem: Problem; retry: () => void }) {
  const [busy, setBusy] = useState(false);
  const gone = problem.code === 'conversation.not_found';
  useEffect(() => setBusy(false), [problem]);
  return (
    <div className="grid flex-1 place-items-center">
      <Empty icon="alert" title={gone ? 'This conversation is not there' : 'The messages could not be loaded'}>
        <p className="max-w-xs">{gone ? 'It may have been closed, or the link is wrong.' : problem.message}</p>
        {gone ? (
          <Button onClick={() => go({ page: 'chats' })}>Back to your chats</Button>
        ) : (
          <Button
            busy={busy}
            onClick={() => {
              setBusy(true);
              retry();
            }}
          >
            Try again
          </Button>
        )}
      </Empty>
    </div>
  );
}
