import { useState } from 'react';
import { useLive } from '../app/live';
import { go, type Route } from '../app/route';
import { useStore } from '../app/store';
import { Avatar } from '../design/Avatar';
import { Icon, type IconName } from '../design/Icon';
import { Popover } from '../design/Popover';
import { CustomStatusDialog } from '../presence/CustomStatusDialog';
import type { OwnStatus, Status } from '../presence/presence';
import { StatusChoice } from '../presence/StatusChoice';
import { logOut } from '../session/session';
import { useMe } from './useMe';

/** Who I am here, how I look to others, and the way to settings and out. */
export function UserMenu() {
  const me = useMe();
  const own = useStore(useLive().presence.own);
  const [writing, setWriting] = useState(false);
  const shown = me.displayName || me.username;
  return (
    <>
      <Popover
        label="Your account"
        className="w-64"
        trigger={(props) => (
          <button type="button" {...props} title={shown} className="rounded-full p-1 hover:bg-hover">
            <Avatar name={me.username} picture={me.avatarUrl} status={looksLike(own)} size="size-8" />
          </button>
        )}
      >
        {(close) => (
          <div className="max-h-[calc(100dvh-5rem)] overflow-y-auto">
            <div className="flex items-center gap-3 border-b border-line p-4">
              <Avatar name={me.username} picture={me.avatarUrl} />
              <div className="min-w-0">
                <p className="truncate font-semibold">{shown}</p>
                <p className="truncate text-sm text-muted">{me.isGuest ? 'Guest' : `@${me.username}`}</p>
              </div>
            </div>
            <div className="border-b border-line p-1.5">
              <StatusChoice />
              <Entry
                icon="smile"
                name={textOf(own) || 'Set a status text'}
                act={() => {
                  close();
                  setWriting(true);
                }}
              />
            </div>
            <div className="p-1.5">
              <Entry icon="gear" name="Settings" act={follow({ page: 'settings', section: null }, close)} />
              {me.role !== 'user' && <Entry icon="shield" name="Administration" act={follow({ page: 'admin', section: null }, close)} />}
              <Entry icon="leave" name="Log out" act={() => void logOut()} />
            </div>
          </div>
        )}
      </Popover>
      {writing && <CustomStatusDialog close={() => setWriting(false)} />}
    </>
  );
}

function Entry({ icon, name, act }: { icon: IconName; name: string; act: () => void }) {
  return (
    <button type="button" onClick={act} className="flex w-full items-center gap-2.5 rounded-lg px-3 py-2 text-left hover:bg-hover">
      <Icon name={icon} className="size-5 text-muted" />
      <span className="truncate">{name}</span>
    </button>
  );
}

function follow(route: Route, close: () => void): () => void {
  return () => {
    close();
    go(route);
  };
}

const textOf = (own: OwnStatus | null) => [own?.emoji, own?.text].filter(Boolean).join(' ');

/** Others see an invisible person as offline, so that is what the own picture says too. */
function looksLike(own: OwnStatus | null): Status {
  switch (own?.status) {
    case 'away':
    case 'dnd':
      return own.status;
    case 'invisible':
      return 'offline';
    default:
      return 'online';
  }
}
