import { useEffect, useState } from 'react';
import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { usePane } from '../acts/pane';

/** Seconds until this person may write again in a slow conversation; 0 is now. */
export function useSlowMode(): number {
  const { me } = useLive();
  const { conversation, timeline, manages } = usePane();
  const { messages } = useStore(timeline.state);
  const [now, setNow] = useState(Date.now);
  const slow = manages ? 0 : conversation.slowMode;
  const last = slow > 0 ? messages.findLast((message) => message.author.id === me.id && message.type === 'message.created') : undefined;
  // The clocks of two machines differ: never longer than the rule.
  const left = last ? Math.min(slow, Math.ceil((Date.parse(last.createdAt) + slow * 1000 - now) / 1000)) : 0;
  const waiting = left > 0;
  useEffect(() => {
    setNow(Date.now());
    if (waiting) {
      const timer = setInterval(() => setNow(Date.now()), 500);
      return () => clearInterval(timer);
    }
  }, [waiting, last]);
  return Math.max(0, left);
}
