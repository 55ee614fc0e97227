import { useEffect } from 'react';
import { useLive } from '../app/live';
import { useStore } from '../app/store';
import { IconButton } from '../design/Button';
import { PersonAvatar } from '../people/PersonAvatar';
import { sentenceOf } from './notification';
import { useFollow } from './useFollow';

const shownForMs = 6000;

/** The newest notification, for a moment. */
export function Toast() {
  const { notifications } = useLive();
  const latest = useStore(notifications.latest);
  const follow = useFollow();

  useEffect(() => {
    if (latest) {
      const timer = setTimeout(() => notifications.latest.set(null), shownForMs);
      return () => clearTimeout(timer);
    }
  }, [latest, notifications]);

  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 top-16 z-30 flex justify-center md:inset-x-auto md:right-4 md:justify-end"
    >
      {latest && (
        <div className="pointer-events-auto flex w-full max-w-sm items-center rounded-xl border border-line bg-raised shadow-xl">
          <button
            type="button"
            className="flex min-w-0 flex-1 items-center gap-3 rounded-xl p-3 text-left"
            onClick={() => {
              notifications.latest.set(null);
              follow(latest);
            }}
          >
            <PersonAvatar person={latest.actor} />
            <span className="min-w-0 text-sm">
              <b className="font-semibold">{latest.actor.username}</b> {sentenceOf(latest)}
              {latest.preview && <span className="block truncate text-muted">{latest.preview}</span>}
            </span>
          </button>
          <IconButton icon="close" label="Dismiss" className="mr-2" onClick={() => notifications.latest.set(null)} />
        </div>
      )}
    </div>
  );
}
