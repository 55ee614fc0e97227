import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useLive } from '../app/live';
import { Icon } from '../design/Icon';
import { countFrom, lengthOf, longestMessage } from './limits';

const tellTypingEveryMs = 3000;
/** On a phone Enter is a new line: there the button sends. */
const hasKeyboard = matchMedia('(hover: hover)').matches;

export function Composer({ id, to }: { id: string; to: string }) {
  const { chat } = useLive();
  const [text, setText] = useState(chat.draft(id));
  const box = useRef<HTMLTextAreaElement>(null);
  const toldAt = useRef(0);
  const length = lengthOf(text);
  const sendable = text.trim() !== '' && length <= longestMessage;

  // Grows with the text up to a third of the window.
  useLayoutEffect(() => {
    const area = box.current!;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, Math.round(innerHeight / 3))}px`;
  }, [text]);

  function change(next: string) {
    setText(next);
    chat.keepDraft(id, next);
    if (next !== '' && Date.now() - toldAt.current > tellTypingEveryMs) {
      toldAt.current = Date.now();
      chat.typing(id);
    }
  }

  function send() {
    if (sendable) {
      chat.timeline(id).write(text.trim());
      setText('');
      chat.keepDraft(id, '');
      toldAt.current = 0;
    }
    box.current?.focus();
  }

  function onKey(event: KeyboardEvent) {
    // While an input method composes, Enter chooses a character.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && hasKeyboard) {
      event.preventDefault();
      send();
    }
  }

  return (
    <form
      className="shrink-0 bg-raised px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-1 rounded-xl border border-line bg-app p-1 focus-within:border-accent-text">
        <textarea
          ref={box}
          rows={1}
          value={text}
          autoFocus={hasKeyboard}
          aria-label={to ? `Message to ${to}` : 'Message'}
          aria-describedby="composer-count"
          placeholder={to ? `Message ${to}` : 'Message'}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKey}
          className="max-h-[33dvh] min-h-10 flex-1 resize-none bg-transparent px-3 py-2 outline-none placeholder:text-muted"
        />
        <span
          id="composer-count"
          aria-live="polite"
          className={`self-center px-1 text-xs tabular-nums ${length > longestMessage ? 'font-semibold text-danger' : 'text-muted'}`}
        >
          {length >= countFrom && longestMessage - length}
        </span>
        <button
          type="submit"
          aria-label="Send"
          title="Send"
          disabled={!sendable}
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-accent-strong disabled:bg-transparent disabled:text-muted"
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
