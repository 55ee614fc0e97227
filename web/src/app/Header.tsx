import { NotificationBell } from '../notifications/NotificationBell';
import { ConnectionState } from '../realtime/ConnectionState';
import { useLive } from './live';
import { UserMenu } from '../account/UserMenu';
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
