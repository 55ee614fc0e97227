import { useEffect, useState } from 'react';
import { useMe } from '../account/useMe';
import { useLive } from '../app/live';
import { go } from '../app/route';
import { useStore } from '../app/store';
import { IconButton } from '../design/Button';
import { MenuButton } from '../design/Menu';
import { showPerson } from '../people/personCard';
import { lineOf } from '../presence/presence';
import { ConnectionState } from '../realtime/ConnectionState';
import { usePane } from './acts/pane';
import { titleOf, type Conversation } from './conversation';
import { ConversationPicture } from './inbox/ConversationPicture';
import { useConversationEntries } from './inbox/entries';
import { LeaveDialog } from './rooms/LeaveDialog';
import { RoomSettingsDialog } from './rooms/RoomSettingsDialog';

/** What is open, and what can be done with all of it. */
export function ConversationTop({ open }: { open: (panel: 'pins' | 'members') => void }) {
  const { presence } = useLive();
  const { conversation, manages } = usePane();
  const isModerator = useMe().role !== 'user';
  const { id, peer, kind } = conversation;
  const [dialog, setDialog] = useState<'settings' | 'leave' | 'delete' | null>(null);
  const entries = useConversationEntries(conversation);
  const peerId = peer?.id;
  useEffect(() => {
    presence.watch('peer', peerId ? [peerId] : []);
  }, [presence, peerId]);
  const picture = <ConversationPicture conversation={conversation} />;
  return (
    <div className="flex h-14 shrink-0 items-center gap-1 border-b border-line bg-panel px-2 md:pl-4">
      <IconButton icon="back" label="Back to the list" className="md:hidden" onClick={() => go({ page: 'chats' })} />
      {peer ? (
        <button
          type="button"
          aria-label={`About ${titleOf(conversation)}`}
          aria-haspopup="dialog"
          className="rounded-full"
          onClick={() => showPerson(peer)}
        >
          {picture}
        </button>
      ) : (
        picture
      )}
      <div className="ml-2 min-w-0 flex-1">
        <h1 className="truncate leading-tight font-semibold">{titleOf(conversation)}</h1>
        <p className="truncate text-[13px] leading-tight text-muted">
          <About conversation={conversation} />
        </p>
      </div>
      <div className="md:hidden">
        <ConnectionState />
      </div>
      <IconButton
        icon="search"
        label="Search here"
        className="max-md:hidden"
        onClick={() => go({ page: 'search', query: '', within: id })}
      />
      <IconButton icon="pin" label="Pinned messages" className="max-md:hidden" onClick={() => open('pins')} />
      {kind === 'room' && <IconButton icon="people" label="Members" onClick={() => open('members')} />}
      <MenuButton
        label="About this conversation"
        entries={[
          { icon: 'search', name: 'Search here', act: () => go({ page: 'search', query: '', within: id }) },
          { icon: 'pin', name: 'Pinned messages', act: () => open('pins') },
          ...entries,
          manages && { icon: 'gear', name: 'Settings', act: () => setDialog('settings') },
          kind === 'room' && { icon: 'leave', name: 'Leave…', danger: true, act: () => setDialog('leave') },
          kind === 'room' && (isModerator || conversation.role === 'owner') && { icon: 'trash', name: 'Delete the room…', danger: true, act: () => setDialog('delete') },
        ]}
      />
      {dialog === 'settings' && <RoomSettingsDialog close={() => setDialog(null)} />}
      {(dialog === 'leave' || dialog === 'delete') && <LeaveDialog what={dialog} conversation={conversation} close={() => setDialog(null)} />}
    </div>
  );
}

function About({ conversation: { kind, peer, topic, memberCount } }: { conversation: Conversation }) {
  const status = useStore(useLive().presence.people).get(peer?.id ?? '');
  if (peer) {
    return lineOf(status);
  }
  const who = kind === 'public' ? 'Everybody is in it' : memberCount === 1 ? '1 member' : `${memberCount} members`;
  return topic ? `${who} · ${topic}` : who;
}
