import { NotificationBell } from '../notifications/NotificationBell';
import { logOut } from '../session/session';
import { Avatar } from '../design/Avatar';
import { Icon } from '../design/Icon';
import { Popover } from '../design/Popover';
import { ConnectionState } from '../realtime/ConnectionState';
import { useLive } from './live';
import { go } from './route';
import { useStore } from './store';

export function Header({ compact }: { compact: boolean }) {
  const { presence } = useLive();
  const online = useStore(presence.onlineCount);
  return (
    <header
      className={`h-14 shrink-0 items-center gap-2 border-b border-line bg-panel px-3 pt-[env(safe-area-inset-top)] md:flex ${compact ? 'hidden' : 'flex'}`}
    >
      <a
        href="/"
        aria-label="OneVOne, start page"
        className="flex items-center gap-2 rounded-lg"
        onClick={(event) => {
          event.preventDefault();
          go({ page: 'chats' });
        }}
      >
        <img src="/icon.svg" alt="" className="size-8" />
        <span className="text-lg font-semibold tracking-tight max-[360px]:hidden">OneVOne</span>
      </a>
      <span className="ml-1 inline-flex items-center gap-1.5 text-sm text-muted" title="People on this site now">
        {online !== null && (
          <>
            <span aria-hidden="true" className="size-2 rounded-full bg-online" />
            {online} online
          </>
        )}
      </span>
      <span className="flex-1" />
      <ConnectionState />
      <NotificationBell />
      <UserMenu />
    </header>
  );
}

function UserMenu() {
  const { me } = useLive();
  return (
    <Popover
      label="Your account"
      className="w-60"
      trigger={(props) => (
        <button type="button" {...props} title={me.username} className="rounded-full p-1 hover:bg-hover">
          <Avatar name={me.username} size="size-8" />
        </button>
      )}
    >
      {() => (
        <>
          <div className="flex items-center gap-3 border-b border-line p-4">
            <Avatar name={me.username} />
            <div className="min-w-0">
              <p className="truncate font-semibold">{me.displayName || me.username}</p>
              <p className="truncate text-sm text-muted">{me.email}</p>
            </div>
          </div>
          <div className="p-1.5">
            <button
              type="button"
              onClick={() => void logOut()}
              className="flex w-full items-center gap-2.5 rounded-lg px-3 py-2 text-left hover:bg-hover"
            >
              <Icon name="leave" className="size-5 text-muted" />
              Log out
            </button>
          </div>
        </>
      )}
    </Popover>
  );
}
