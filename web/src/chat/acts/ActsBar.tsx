import { useState } from 'react';
import { IconButton } from '../../design/Button';
import { Menu } from '../../design/Menu';
import { recentEmoji, rememberEmoji } from '../emoji/emoji';
import { EmojiPicker } from '../emoji/EmojiPicker';
import type { Message } from '../message';
import { react, useEntries } from './entries';
import { usePane } from './pane';

interface Props {
  message: Message;
  inThread: boolean;
}

/** Beside the message under the pointer or with the focus. A phone has only the last of the buttons, and a long press. */
export function ActsBar({ message, inThread }: Props) {
  const pane = usePane();
  const [picking, setPicking] = useState<DOMRect | null>(null);
  const [menu, setMenu] = useState<DOMRect | null>(null);
  const there = message.deletedAt === undefined;
  return (
    <div
      role="toolbar"
      aria-label="What to do with the message"
      className="absolute -top-4 right-3 z-10 flex rounded-lg border border-line bg-raised p-0.5 shadow-md"
    >
      {there && pane.mayWrite && (
        <span className="contents max-md:hidden">
          <IconButton icon="smile" label="React" className="size-8" onClick={(event) => setPicking(event.currentTarget.getBoundingClientRect())} />
          {!inThread && <IconButton icon="reply" label="Reply" className="size-8" onClick={() => pane.reply(message)} />}
          {!inThread && (
            <IconButton
              icon="thread"
              label="Open thread"
              className="size-8"
              onClick={() => pane.openThread(message.thread?.rootId ?? message.id)}
            />
          )}
        </span>
      )}
      <IconButton
        icon="more"
        label="More"
        aria-haspopup="menu"
        className="size-8"
        onClick={(event) => setMenu(event.currentTarget.getBoundingClientRect())}
      />
      {picking && (
        <EmojiPicker
          label="React"
          conversationId={message.conversationId}
          anchor={picking}
          close={() => setPicking(null)}
          pick={(emoji) => react(pane.absorb, message, emoji, true)}
        />
      )}
      {menu && <MessageMenu message={message} inThread={inThread} anchor={menu} close={() => setMenu(null)} />}
    </div>
  );
}

export function MessageMenu({ message, inThread, anchor, close }: Props & { anchor: DOMRect; close: () => void }) {
  const pane = usePane();
  const entries = useEntries(message, inThread);
  const [picking, setPicking] = useState(false);
  if (picking) {
    return (
      <EmojiPicker
        label="React"
        conversationId={message.conversationId}
        anchor={anchor}
        close={close}
        pick={(emoji) => react(pane.absorb, message, emoji, true)}
      />
    );
  }
  return (
    <Menu label="Message" anchor={anchor} close={() => !picking && close()} entries={entries}>
      {message.deletedAt === undefined && pane.mayWrite && (
        <div className="flex justify-between border-b border-line p-2 md:hidden">
          {recentEmoji()
            .slice(0, 6)
            .map((emoji) => (
              <button
                key={emoji}
                type="button"
                aria-label={`React with ${emoji}`}
                className="size-11 rounded-full text-2xl hover:bg-hover"
                onClick={() => {
                  close();
                  rememberEmoji(emoji);
                  react(pane.absorb, message, emoji, true);
                }}
              >
                {emoji}
              </button>
            ))}
          <IconButton icon="plus" label="More emoji" className="size-11" onClick={() => setPicking(true)} />
        </div>
      )}
    </Menu>
  );
}
