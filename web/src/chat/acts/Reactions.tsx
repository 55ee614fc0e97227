import { useState } from 'react';
import { Icon } from '../../design/Icon';
import { AnyEmoji } from '../emoji/CustomEmoji';
import { EmojiPicker } from '../emoji/EmojiPicker';
import type { Message } from '../message';
import { react } from './entries';
import { usePane } from './pane';

/** Under a message: each emoji with how many chose it. A click adds or takes back one's own; who else did is one click away. */
export function Reactions({ message }: { message: Message }) {
  const pane = usePane();
  const [picking, setPicking] = useState<DOMRect | null>(null);
  const own = new Set(message.ownReactions);
  return (
    <div role="group" aria-label="Reactions" className="mt-1 flex flex-wrap items-center gap-1">
      {message.reactions?.map(({ emoji, count }) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={own.has(emoji)}
          aria-label={`${emoji}, ${count}`}
          disabled={!pane.mayWrite}
          onClick={() => react(pane.absorb, message, emoji, !own.has(emoji))}
          className={`inline-flex h-7 items-center gap-1.5 rounded-full border px-2 text-sm ${own.has(emoji) ? 'border-accent-text bg-accent-soft text-accent-text' : 'border-line bg-panel hover:bg-hover'}`}
        >
          <AnyEmoji conversationId={message.conversationId} emoji={emoji} />
          <span className="text-xs font-medium tabular-nums">{count}</span>
        </button>
      ))}
      {pane.mayWrite && (
        <button
          type="button"
          aria-label="Add a reaction"
          title="Add a reaction"
          className="inline-flex h-7 items-center rounded-full border border-line px-1.5 text-muted hover:bg-hover hover:text-text"
          onClick={(event) => setPicking(event.currentTarget.getBoundingClientRect())}
        >
          <Icon name="smile" className="size-4" />
        </button>
      )}
      <button
        type="button"
        className="h-7 rounded-full px-1.5 text-xs text-muted hover:text-text hover:underline"
        onClick={() => pane.ask('reactors', message, message.reactions?.[0]?.emoji)}
      >
        Who?
      </button>
      {picking && (
        <EmojiPicker
          label="Add a reaction"
          conversationId={message.conversationId}
          anchor={picking}
          close={() => setPicking(null)}
          pick={(emoji) => react(pane.absorb, message, emoji, true)}
        />
      )}
    </div>
  );
}
