import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { usePages } from '../../api/pages';
import { useLive } from '../../app/live';
import { go } from '../../app/route';
import { useSettled } from '../../app/useSettled';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { Icon } from '../../design/Icon';
import { Empty, ErrorNote } from '../../design/Notices';
import { PagedList } from '../../design/PagedList';
import { SearchField } from '../../design/SearchField';
import { chatApi, type Room } from '../chatApi';

export function RoomBrowser({ close, create }: { close: () => void; create: () => void }) {
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim());
  const list = usePages<Room>({ key: ['chat', 'rooms', query], get: (cursor) => chatApi.rooms(query, cursor) });
  return (
    <Dialog title="Find a room" close={close} className="max-w-lg">
      <SearchField label="Find a room by name" value={typed} onChange={setTyped} />
      <div className="mt-3 min-h-64">
        <PagedList
          list={list}
          label="Rooms"
          className="divide-y divide-line"
          empty={
            <Empty icon="hash" title={query ? 'No room is called that' : 'There are no rooms yet'}>
              <Button onClick={create}>Make one</Button>
            </Empty>
          }
        >
          {(room) => <Row key={room.id} room={room} close={close} />}
        </PagedList>
      </div>
    </Dialog>
  );
}

function Row({ room, close }: { room: Room; close: () => void }) {
  const { chat } = useLive();
  const open = () => {
    close();
    go({ page: 'conversation', id: room.id });
  };
  const join = useMutation({
    mutationFn: () => chatApi.join(room.id),
    onSuccess: (conversation) => {
      chat.inbox.put(conversation);
      open();
    },
  });
  return (
    <li className="py-2.5">
      <div className="flex items-center gap-3">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-hover text-muted">
          <Icon name="hash" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{room.name}</span>
          <span className="block truncate text-[13px] text-muted">
            {room.memberCount === 1 ? '1 member' : `${room.memberCount} members`}
            {room.topic && ` · ${room.topic}`}
          </span>
        </span>
        {room.joined ? (
          <Button aria-label={`Open ${room.name}`} onClick={open}>
            Open
          </Button>
        ) : (
          <Button look="primary" aria-label={`Join ${room.name}`} busy={join.isPending} onClick={() => join.mutate()}>
            Join
          </Button>
        )}
      </div>
      {join.isError && <ErrorNote>{join.error.message}</ErrorNote>}
    </li>
  );
}
