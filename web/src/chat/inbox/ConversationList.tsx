import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '../../app/live';
import { go } from '../../app/route';
import { Button, IconButton } from '../../design/Button';
import { MenuButton } from '../../design/Menu';
import { CountBadge, Empty, ErrorNote, Skeleton } from '../../design/Notices';
import { folderOf, type Conversation, type Folder } from '../conversation';
import { CreateRoomDialog } from '../rooms/CreateRoomDialog';
import { RoomBrowser } from '../rooms/RoomBrowser';
import { ConversationRow } from './ConversationRow';

const folders: readonly (readonly [Folder, string])[] = [
  ['inbox', 'Inbox'],
  ['requests', 'Requests'],
  ['archived', 'Archived'],
];

export function ConversationList({ selected, className }: { selected: string | null; className: string }) {
  const { chat } = useLive();
  const list = useQuery(chat.inbox.query);
  const [folder, setFolder] = useState<Folder>('inbox');
  const [dialog, setDialog] = useState<'create' | 'browse' | null>(null);
  const all = list.data ?? [];
  const shown = all.filter((c) => folderOf(c) === folder);
  const requests = all.filter((c) => folderOf(c) === 'requests').length;
  return (
    <section
      aria-label="Conversations"
      className={`min-h-0 w-full flex-1 flex-col border-line bg-panel xl:w-76 xl:flex-none xl:border-l ${className}`}
    >
      <div className="flex h-14 shrink-0 items-center pr-2 pl-4">
        <h2 className="flex-1 text-base font-semibold">Chats</h2>
        <IconButton icon="search" label="Search messages" onClick={() => go({ page: 'search', query: '', within: null })} />
        <MenuButton
          icon="plus"
          label="New conversation"
          entries={[
            { icon: 'search', name: 'Find a room', act: () => setDialog('browse') },
            { icon: 'hash', name: 'Make a room', act: () => setDialog('create') },
            { icon: 'people', name: 'Write to a friend', act: () => go({ page: 'friends' }) },
          ]}
        />
      </div>
      <div role="group" aria-label="Show" className="mx-4 mb-2 flex shrink-0 rounded-lg bg-hover p-0.5 text-sm">
        {folders.map(([each, name]) => (
          <button
            key={each}
            type="button"
            aria-pressed={folder === each}
            onClick={() => setFolder(each)}
            className={`flex h-8 flex-auto items-center justify-center gap-1.5 rounded-md px-2 font-medium ${folder === each ? 'bg-raised shadow-sm' : 'text-muted hover:text-text'}`}
          >
            {name}
            {each === 'requests' && <CountBadge count={requests} label={`${requests} waiting`} />}
          </button>
        ))}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {list.isPending && <Skeleton rows={4} label="Loading conversations" />}
        {list.isError && !list.data && (
          <div className="space-y-3 p-2">
            <ErrorNote>{list.error.message}</ErrorNote>
            <Button onClick={() => void list.refetch()}>Try again</Button>
          </div>
        )}
        <Rows list={shown} selected={selected} />
        {list.data && shown.length === 0 && <Nothing folder={folder} />}
        {folder === 'inbox' && list.data?.length === 1 && (
          <p className="px-3 py-4 text-sm text-muted">Conversations with your friends, and the rooms that you join, appear here.</p>
        )}
      </div>
      {dialog === 'create' && <CreateRoomDialog close={() => setDialog(null)} />}
      {dialog === 'browse' && <RoomBrowser close={() => setDialog(null)} create={() => setDialog('create')} />}
    </section>
  );
}

/** Pinned ones apart, with a name for those who hear the page. */
function Rows({ list, selected }: { list: readonly Conversation[]; selected: string | null }) {
  const pinned = list.filter((c) => c.pinned);
  const others = list.filter((c) => !c.pinned);
  const rows = (items: readonly Conversation[]) =>
    items.map((conversation) => (
      <ConversationRow key={conversation.id} conversation={conversation} selected={conversation.id === selected} />
    ));
  return (
    <>
      {pinned.length > 0 && (
        <>
          <h3 className="px-2 pt-1 pb-1 text-xs font-semibold text-muted">Pinned</h3>
          <ul aria-label="Pinned">{rows(pinned)}</ul>
          {others.length > 0 && <h3 className="px-2 pt-3 pb-1 text-xs font-semibold text-muted">All</h3>}
        </>
      )}
      <ul>{rows(others)}</ul>
    </>
  );
}

function Nothing({ folder }: { folder: Folder }) {
  switch (folder) {
    case 'requests':
      return (
        <Empty icon="mail" title="No message requests">
          <p className="text-sm">Messages of people who are not your friends wait here for your answer.</p>
        </Empty>
      );
    case 'archived':
      return (
        <Empty icon="archive" title="Nothing archived">
          <p className="text-sm">What you archive rests here until somebody writes in it.</p>
        </Empty>
      );
    default:
      return (
        <Empty icon="chat" title="No conversations">
          <p className="text-sm">Find a room, or write to a friend.</p>
        </Empty>
      );
  }
}
