import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useMe } from '../account/useMe';
import type { Problem } from '../api/problem';
import { useLive } from '../app/live';
import { go, goInstead } from '../app/route';
import { useStore } from '../app/store';
import { useVisible } from '../app/useVisible';
import { Button } from '../design/Button';
import { Empty, Skeleton } from '../design/Notices';
import { MessageDialogs, type Asked } from './acts/MessageDialogs';
import { PaneContext, type Pane } from './acts/pane';
import { Bottom } from './Bottom';
import { ConversationTop } from './ConversationTop';
import { manages, type Conversation } from './conversation';
import { MessageList } from './list/MessageList';
import { TypingLine } from './list/TypingLine';
import type { Message } from './message';
import { MembersPanel } from './panels/MembersPanel';
import { PinsPanel } from './panels/PinsPanel';
import { ThreadPanel } from './panels/ThreadPanel';
import type { Timeline } from './timeline';

interface Props {
  id: string;
  thread?: string;
  at?: number;
}

/** One open conversation. */
export function ChatPane({ id, thread, at }: Props) {
  const { chat, notifications } = useLive();
  const list = useQuery(chat.inbox.query);
  const conversation = list.data?.find((c) => c.id === id);
  const timeline = chat.timeline(id);
  const { status, problem } = useStore(timeline.state);
  const visible = useVisible();

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

  useEffect(() => {
    if (at !== undefined && status === 'ready') {
      void timeline.jumpTo(at);
      // A second click on the same link is to lead there again.
      goInstead({ page: 'conversation', id });
    }
  }, [at, id, status, timeline]);

  if (status === 'failed' && problem) {
    return <NotShown gone={problem.code === 'conversation.not_found'} problem={problem} retry={() => void timeline.load()} />;
  }
  if (status === 'ready' && !conversation && !list.isFetching) {
    return <NotShown gone problem={problem} retry={() => void timeline.load()} />;
  }
  if (status !== 'ready' || !conversation) {
    return (
      <div className="flex flex-1 flex-col justify-end px-2 pb-2">
        <Skeleton rows={6} label="Loading messages" />
      </div>
    );
  }
  return <Open conversation={conversation} timeline={timeline} thread={thread} />;
}

function Open({ conversation, timeline, thread }: { conversation: Conversation; timeline: Timeline; thread?: string }) {
  const { chat } = useLive();
  const isModerator = useMe().role !== 'user';
  const [asked, setAsked] = useState<Asked | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [panel, setPanel] = useState<'pins' | 'members' | null>(null);
  const { id } = conversation;
  const edit = useCallback((message: Message | null) => setEditing(message?.id ?? null), []);
  const jump = useCallback(
    (seq: number) => {
      setPanel(null);
      if (!matchMedia('(min-width: 80rem)').matches) {
        go({ page: 'conversation', id });
      }
      void timeline.jumpTo(seq);
    },
    [id, timeline],
  );
  const openThread = useCallback((rootId: string) => go({ page: 'conversation', id, thread: rootId }), [id]);
  const reply = useCallback(
    ({ id: messageId, seq, author }: Message) =>
      chat.drafts.keep(id, { ...chat.drafts.of(id), replyTo: { id: messageId, seq, authorId: author.id } }, true),
    [chat, id],
  );
  const may = manages(conversation, isModerator);
  const pane = useMemo<Pane>(
    () => ({
      conversation,
      timeline,
      manages: may,
      moderates: may || (isModerator && conversation.kind !== 'direct'),
      mayPin: conversation.kind === 'direct' || may,
      mayWrite: conversation.request == null || conversation.request === 'sent',
      absorb: (message) => timeline.absorb(message),
      hide: (message) => timeline.hide(message.id),
      reply,
      edit,
      openThread,
      jump,
      ask: (what, message, emoji) => setAsked({ what, message, emoji }),
    }),
    [conversation, timeline, may, isModerator, reply, edit, openThread, jump],
  );
  const side = thread ? 'thread' : panel;
  const closeSide = () => {
    setPanel(null);
    if (thread) {
      go({ page: 'conversation', id });
    }
  };
  return (
    <PaneContext value={pane}>
      <div className="flex min-h-0 flex-1">
        <div className={`min-w-0 flex-1 flex-col ${side ? 'hidden xl:flex' : 'flex'}`}>
          <ConversationTop open={setPanel} />
          <MessageList editing={editing} />
          <TypingLine id={id} />
          <Bottom />
        </div>
        {thread && <ThreadPanel key={thread} rootId={thread} editing={editing} close={closeSide} />}
        {side === 'pins' && <PinsPanel close={closeSide} />}
        {side === 'members' && <MembersPanel close={closeSide} />}
      </div>
      {asked && <MessageDialogs asked={asked} close={() => setAsked(null)} />}
    </PaneContext>
  );
}

function NotShown({ gone, problem, retry }: { gone: boolean; problem: Problem | null; retry: () => void }) {
  const [busy, setBusy] = useState(false);
  useEffect(() => setBusy(false), [problem]);
  return (
    <div className="grid flex-1 place-items-center">
      <Empty icon="alert" title={gone ? 'This conversation is not there' : 'The messages could not be loaded'}>
        <p className="max-w-xs">{gone ? 'It is not yours any more, or the link is wrong.' : problem?.message}</p>
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
