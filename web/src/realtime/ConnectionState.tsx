import { useEffect, useState } from 'react';
import { useLive } from '../app/live';
import { useStore } from '../app/store';
import { Spinner } from '../design/Button';

/** A short break is nobody's business. */
const silentForMs = 1200;

/** Says when what is on the screen may be old. */
export function ConnectionState() {
  const { chat, presence, notifications } = useLive();
  const states = [useStore(chat.hub.state), useStore(presence.hub.state), useStore(notifications.hub.state)];
  const apart = states.some((state) => state !== 'connected');
  const first = states.every((state) => state === 'connecting');
  const [shown, setShown] = useState(false);

  useEffect(() => {
    if (!apart) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), silentForMs);
    return () => clearTimeout(timer);
  }, [apart]);

  return (
    <span role="status" className="text-sm">
      {apart && shown && (
        <span className="inline-flex items-center gap-2 rounded-full bg-warn-soft px-3 py-1 font-medium text-warn">
          <Spinner className="size-3.5" />
          {first ? 'Connecting…' : 'Reconnecting…'}
        </span>
      )}
    </span>
  );
}
