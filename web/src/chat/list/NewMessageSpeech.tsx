import { useEffect, useRef, useState } from 'react';
import { isWritten, type Message } from '../message';
import { plainOf } from '../text/markup';

interface Props {
  messages: readonly Message[];
  me: string;
  blocked: ReadonlySet<string>;
}

/** Speaks what others write while one listens. The list itself is silent, or loading older ones would be read aloud. */
export function NewMessageSpeech({ messages, me, blocked }: Props) {
  const newest = messages.at(-1);
  const spoken = useRef(newest?.seq ?? 0);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (newest && newest.seq > spoken.current) {
      spoken.current = newest.seq;
      if (isWritten(newest) && newest.author.id !== me && !blocked.has(newest.author.id)) {
        setWords(`${newest.author.username}: ${plainOf(newest.body)}`);
      }
    }
  }, [newest, me, blocked]);
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
