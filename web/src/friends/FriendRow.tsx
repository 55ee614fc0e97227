import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLive } from '../app/live';
import { go } from '../app/route';
import { nameOf } from '../chat/conversation';
import { Avatar } from '../design/Avatar';
import { Button, IconButton, Spinner } from '../design/Button';
import { ErrorNote } from '../design/Notices';
import { agoOf } from '../design/when';
import type { Presence } from '../presence/presenceClient';
import { everythingOfFriends, friendsApi, type Friend } from './friend';

export function FriendRow({ friend, presence }: { friend: Friend; presence: Presence | undefined }) {
  const { chat } = useLive();
  const [asking, setAsking] = useState(false);
  const online = presence !== undefined && presence.status !== 'offline';
  const open = useMutation({
    mutationFn: () => chat.openDirect(friend.user.id),
    onSuccess: (conversation) => go({ page: 'conversation', id: conversation.id }),
  });
  const name = nameOf(friend.user);
  return (
    <li>
      <div className="group relative flex items-center rounded-lg hover:bg-hover has-focus-visible:bg-hover">
        <button
          type="button"
          className="flex min-w-0 flex-1 items-center gap-3 rounded-lg px-2 py-2 text-left"
          onClick={() => open.mutate()}
        >
          <Avatar name={friend.user.username} online={online} />
          <span className="min-w-0 flex-1">
            <span className={`block truncate font-medium ${online ? '' : 'text-muted'}`}>
              <span className="sr-only">Chat with </span>
              {name}
            </span>
            <span className="block truncate text-[13px] text-muted">{statusText(online, presence)}</span>
          </span>
          {open.isPending && <Spinner className="size-4 text-muted" />}
        </button>
        <IconButton
          icon="remove"
          label={`Remove ${name} from friends`}
          className="mr-1 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-60"
          onClick={() => setAsking(true)}
        />
      </div>
      {open.isError && <ErrorNote>{open.error.message}</ErrorNote>}
      {asking && <ConfirmRemoval friend={friend} close={() => setAsking(false)} />}
    </li>
  );
}

function statusText(online: boolean, presence: Presence | undefined): string {
  if (online) {
    return 'Online';
  }
  return presence?.lastSeenAt ? `Seen ${agoOf(presence.lastSeenAt)}` : 'Offline';
}

function ConfirmRemoval({ friend, close }: { friend: Friend; close: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => friendsApi.remove(friend.user.id),
    onSettled: () => queries.invalidateQueries({ queryKey: everythingOfFriends }),
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [close]);
  return (
    <div role="alertdialog" aria-label={`Remove ${nameOf(friend.user)}?`} className="my-1 rounded-lg border border-line bg-raised p-3">
      <p className="mb-2 text-sm">
        Remove <b className="font-semibold">{nameOf(friend.user)}</b> from your friends?
      </p>
      <div className="flex gap-2">
        <Button look="danger" autoFocus busy={remove.isPending} onClick={() => remove.mutate()}>
          Remove
        </Button>
        <Button onClick={close}>Keep</Button>
      </div>
      {remove.isError && <p className="mt-2 text-sm text-danger">{remove.error.message}</p>}
    </div>
  );
}
