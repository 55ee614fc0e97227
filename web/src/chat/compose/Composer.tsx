import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { IconButton } from '../../design/Button';
import { Icon } from '../../design/Icon';
import { usePane } from '../acts/pane';
import { titleOf } from '../conversation';
import { EmojiPicker } from '../emoji/EmojiPicker';
import type { RepliedTo } from '../message';
import { countFrom, lengthOf, longestMessage } from './limits';
import { MentionMenu } from './MentionMenu';
import { ReplyBar } from './ReplyBar';
import { ScheduleButton, WhenDialog, type Scheduling } from './ScheduleButton';
import { ScheduledDialog } from './ScheduledDialog';
import { useMentions } from './useMentions';
import { useSlowMode } from './useSlowMode';

const tellTypingEveryMs = 3000;
/** On a phone Enter is a new line: there the button sends. */
const hasKeyboard = matchMedia('(hover: hover)').matches;

interface Props {
  /** Of a thread: what every message written here replies to. */
  thread?: RepliedTo;
}

export function Composer({ thread }: Props) {
  const { me, chat } = useLive();
  const { conversation, timeline, edit } = usePane();
  const { id } = conversation;
  const key = thread ? `thread:${thread.id}` : id;
  const shared = thread === undefined;
  const draft = useStore(chat.drafts.state).get(key);
  const text = draft?.body ?? '';
  const replyTo = thread ?? draft?.replyTo;
  const to = thread ? 'the thread' : titleOf(conversation);
  const countId = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const toldAt = useRef(0);
  const [picking, setPicking] = useState<DOMRect | null>(null);
  const [scheduling, setScheduling] = useState<Scheduling | null>(null);
  const wait = useSlowMode();
  const length = lengthOf(text);
  const sendable = text.trim() !== '' && length <= longestMessage && wait === 0;
  const mentions = useMentions(text, put);

  // Grows with the text up to a third of the window.
  useLayoutEffect(() => {
    const area = box.current!;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, Math.round(innerHeight / 3))}px`;
  }, [text]);

  const replyId = draft?.replyTo?.id;
  useEffect(() => {
    if (replyId) {
      box.current?.focus();
    }
  }, [replyId]);

  function change(next: string) {
    chat.drafts.keep(key, { body: next, replyTo: draft?.replyTo }, shared);
    if (next !== '' && Date.now() - toldAt.current > tellTypingEveryMs) {
      toldAt.current = Date.now();
      chat.typing(id);
    }
  }

  /** Changes the text from elsewhere than the keyboard. */
  function put(next: string, caret: number) {
    change(next);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(caret, caret);
      mentions.setCaret(caret);
    });
  }

  function send() {
    if (sendable) {
      timeline.write(text.trim(), replyTo);
      chat.drafts.drop(key, shared);
      toldAt.current = 0;
    }
    box.current?.focus();
  }

  function onKey(event: KeyboardEvent) {
    if (mentions.onKey(event)) {
      return;
    }
    // While an input method composes, Enter chooses a character.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && hasKeyboard) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && text === '' && !thread) {
      const { messages } = timeline.state.get();
      const last = messages.findLast((message) => message.author.id === me.id && message.type === 'message.created' && !message.deletedAt);
      if (last) {
        event.preventDefault();
        edit(last);
      }
    } else if (event.key === 'Escape' && draft?.replyTo) {
      chat.drafts.keep(key, { body: text }, shared);
    }
  }

  return (
    <div className="relative shrink-0 bg-raised px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-4">
      {mentions.open && <MentionMenu id={mentions.id} candidates={mentions.candidates} chosen={mentions.chosen} pick={mentions.pick} />}
      <form
        className="rounded-xl border border-line bg-app focus-within:border-accent-text"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {!thread && draft?.replyTo && <ReplyBar to={draft.replyTo} drop={() => chat.drafts.keep(key, { body: text }, shared)} />}
        <div className="flex items-end gap-0.5 p-1">
          <textarea
            ref={box}
            rows={1}
            value={text}
            autoFocus={hasKeyboard}
            aria-label={to ? `Message to ${to}` : 'Message'}
            aria-describedby={countId}
            aria-autocomplete="list"
            aria-controls={mentions.open ? mentions.id : undefined}
            aria-activedescendant={mentions.open ? `${mentions.id}-${mentions.chosen}` : undefined}
            placeholder={to ? `Message ${to}` : 'Message'}
            onChange={(event) => {
              mentions.setCaret(event.target.selectionStart);
              change(event.target.value);
            }}
            onSelect={(event) => mentions.setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKey}
            className="max-h-[33dvh] min-h-10 min-w-0 flex-1 resize-none bg-transparent px-3 py-2 outline-none placeholder:text-muted"
          />
          <span
            id={countId}
            aria-live="polite"
            className={`self-center px-1 text-xs tabular-nums ${length > longestMessage ? 'font-semibold text-danger' : 'text-muted'}`}
          >
            {wait > 0 ? `Slow mode: ${wait} s` : length >= countFrom && longestMessage - length}
          </span>
          <IconButton
            icon="smile"
            label="Emoji"
            className="size-10"
            onClick={(event) => setPicking(event.currentTarget.getBoundingClientRect())}
          />
          {!thread && <ScheduleButton text={text} open={setScheduling} />}
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
      {scheduling === 'when' && (
        <WhenDialog text={text} replyTo={replyTo} scheduled={() => chat.drafts.drop(key, shared)} close={() => setScheduling(null)} />
      )}
      {scheduling === 'list' && <ScheduledDialog close={() => setScheduling(null)} />}
      {picking && (
        <EmojiPicker
          label="Emoji"
          conversationId={id}
          anchor={picking}
          close={() => setPicking(null)}
          pick={(emoji) => {
            const at = box.current?.selectionStart ?? text.length;
            put(text.slice(0, at) + emoji + text.slice(box.current?.selectionEnd ?? at), at + emoji.length);
          }}
        />
      )}
    </div>
  );
}
