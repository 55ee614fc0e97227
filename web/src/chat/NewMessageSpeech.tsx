import { useEffect, useRef, useState } from 'react';
import type { Message } from './conversation';

/** Speaks what others write while one listens. The list itself is silent, or loading older ones would be read aloud. */
export function NewMessageSpeech({ messages, me }: { messages: readonly Message[]; me: string }) {
  const newest = messages.at(-1);
  const spoken = useRef(newest?.seq ?? 0);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (newest && newest.seq > spoken.current) {
      spoken.current = newest.seq;
      if (newest.author.id !== me) {
        setWords(`${newest.author.username}: ${newest.body}`);
      }
    }
  }, [newest, me]);
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
