import { useMutation } from '@tanstack/react-query';
import { useLive } from '../app/live';
import { go } from '../app/route';
import { IconButton, Spinner } from '../design/Button';
import { ErrorNote } from '../design/Notices';
import { PersonAvatar } from '../people/PersonAvatar';
import { showPerson } from '../people/personCard';
import { useName } from '../people/usePerson';
import { doingOf, isHere, lineOf, statusName, statusOf, type Presence } from '../presence/presence';
import type { Friend } from './friend';

export function FriendRow({ friend, presence }: { friend: Friend; presence: Presence | undefined }) {
  const { chat } = useLive();
  const here = isHere(presence);
  const open = useMutation({
    mutationFn: () => chat.openDirect(friend.user.id),
    onSuccess: (conversation) => go({ page: 'conversation', id: conversation.id }),
  });
  const name = useName(friend.user);
  const doing = doingOf(presence);
  return (
    // A thousand friends are a long list: what is out of view is not laid out.
    <li className="[contain-intrinsic-size:auto_3.25rem] [content-visibility:auto]">
      <div className="group relative flex items-center rounded-lg hover:bg-hover has-focus-visible:bg-hover">
        <button
          type="button"
          className="flex min-w-0 flex-1 items-center gap-3 rounded-lg px-2 py-2 text-left -outline-offset-2"
          onClick={() => open.mutate()}
        >
          <PersonAvatar person={friend.user} status={statusOf(presence)} />
          <span className="min-w-0 flex-1">
            <span className={`block truncate font-medium ${here ? '' : 'text-muted'}`}>
              <span className="sr-only">Chat with </span>
              {name}
            </span>
            <span className="block truncate text-[13px] text-muted" title={lineOf(presence)}>
              {/* The dot says the status to those who see it. */}
              <span className={doing ? 'sr-only' : ''}>{statusName(presence)}</span> {doing}
            </span>
          </span>
          {open.isPending && <Spinner className="size-4 text-muted" />}
        </button>
        <IconButton
          icon="more"
          label={`More about ${name}`}
          aria-haspopup="dialog"
          className="mr-1 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-70"
          onClick={() => showPerson(friend.user)}
        />
      </div>
      {open.isError && <ErrorNote>{open.error.message}</ErrorNote>}
    </li>
  );
}
