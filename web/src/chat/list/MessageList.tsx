import { useCallback, useEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react';
import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { useVisible } from '../../app/useVisible';
import { Button, Spinner } from '../../design/Button';
import { isFloating } from '../../design/Floating';
import { Icon } from '../../design/Icon';
import { Empty } from '../../design/Notices';
import { useBlockedIds } from '../../friends/useFriends';
import { usePane } from '../acts/pane';
import { titleOf, type Conversation } from '../conversation';
import { MessageRow } from './MessageRow';
import { NewMessageSpeech } from './NewMessageSpeech';
import { ReadBy } from './ReadBy';
import { rowsOf } from './rows';
import { useScroll } from './useScroll';

/** The messages of a conversation. */
export function MessageList({ editing }: { editing: string | null }) {
  const { me, chat } = useLive();
  const { conversation, timeline } = usePane();
  const state = useStore(timeline.state);
  const visible = useVisible();
  const blocked = useBlockedIds();
  const newAfter = useNewMarker(conversation, visible);
  const rows = useMemo(
    () => rowsOf(state.messages, state.outgoing, me.id, newAfter),
    [state.messages, state.outgoing, me.id, newAfter],
  );
  // What was marked as unread stays so until something newer is seen.
  const marked = useRef(0);
  const seen = useCallback(
    (seq: number) => {
      if (seq > marked.current) {
        marked.current = seq;
        // Changes after the last message have nothing to look at.
        const { messages, hasNewer } = timeline.state.get();
        chat.markRead(conversation.id, !hasNewer && seq === messages.at(-1)?.seq ? (timeline.last ?? seq) : seq);
      }
    },
    [chat, conversation.id, timeline],
  );
  const { box, content, look, awayFromEnd, toEnd } = useScroll({ timeline, state, rows, seen });
  const { active, ...follow } = useActive();
  const retry = useCallback((id: string) => timeline.retry(id), [timeline]);
  const discard = useCallback((id: string) => timeline.discard(id), [timeline]);

  useEffect(() => {
    if (visible) {
      look();
    }
  }, [visible, look]);

  const firstUnread = newAfter !== null && newAfter < (state.messages[0]?.seq ?? 0) - 1 && state.hasOlder ? newAfter + 1 : null;
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={box}
        onScroll={look}
        {...follow}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={`Messages in ${titleOf(conversation)}`}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain [overflow-anchor:none] -outline-offset-2"
      >
        <div ref={content} className="flex min-h-full flex-col justify-end pt-4 pb-1">
          <div className="flex min-h-8 items-center justify-center px-4 text-center text-[13px] text-muted">
            {state.loadingOlder && <Spinner className="size-4" />}
            {!state.hasOlder && rows.length > 0 && (conversation.historyFrom > 0 ? 'You joined here. What was before is for those who were there.' : 'This is where it began.')}
          </div>
          {rows.length === 0 && (
            <div className="flex-1 place-content-center">
              <Empty icon="chat" title="No messages yet">
                <p>Write the first one below.</p>
              </Empty>
            </div>
          )}
          {rows.map((row, i) => (
            <div key={row.key} data-marker={row.kind === 'new' ? '' : undefined}>
              <MessageRow
                row={row}
                me={me}
                hidden={row.kind === 'message' && blocked.has(row.message.author.id)}
                thread={row.kind === 'message' ? state.threads.get(row.message.id) : undefined}
                active={row.kind === 'message' && row.message.id === active}
                editing={row.kind === 'message' && row.message.id === editing}
                retry={retry}
                discard={discard}
              />
              {conversation.kind === 'room' && row.kind === 'message' && (
                <ReadBy conversationId={conversation.id} from={row.message.seq} before={nextSeq(rows.slice(i + 1, i + 4))} />
              )}
            </div>
          ))}
          {state.loadingNewer && <Spinner className="mx-auto my-2 size-4 text-muted" />}
        </div>
      </div>
      {firstUnread !== null && (
        <div className="absolute top-2 left-1/2 -translate-x-1/2">
          <Button className="rounded-full shadow-lg" onClick={() => void timeline.jumpTo(firstUnread)}>
            <Icon name="up" className="size-4" />
            To the first unread
          </Button>
        </div>
      )}
      {awayFromEnd && (
        <div className="absolute right-4 bottom-3">
          <Button className="rounded-full shadow-lg" onClick={toEnd}>
            <Icon name="down" className="size-4" />
            {conversation.unread > 0 ? `${conversation.unread} new` : 'To the newest'}
          </Button>
        </div>
      )}
      <NewMessageSpeech messages={state.messages} me={me.id} blocked={blocked} />
    </div>
  );
}

function nextSeq(rows: readonly ReturnType<typeof rowsOf>[number][]): number {
  const next = rows.find((row) => row.kind === 'message' || row.kind === 'notice');
  return next && 'message' in next ? next.message.seq : Infinity;
}

/** The message under the pointer or with the focus. Arrow keys move the focus from message to message. */
function useActive() {
  const [active, setActive] = useState<string | null>(null);
  const messageAt = (target: EventTarget) => (target as Element).closest<HTMLElement>('[data-message]');
  return {
    active,
    onPointerOver: (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && !isFloating()) {
        setActive(messageAt(event.target)?.dataset.message ?? null);
      }
    },
    onPointerLeave: (event: PointerEvent<HTMLElement>) => {
      if (!isFloating() && !event.currentTarget.contains(document.activeElement)) {
        setActive(null);
      }
    },
    onFocus: (event: FocusEvent) => setActive(messageAt(event.target)?.dataset.message ?? null),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const message = messageAt(event.target);
      if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || (message && event.target !== message)) {
        return;
      }
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
      const to = message ? all[all.indexOf(message) + (event.key === 'ArrowDown' ? 1 : -1)] : all.at(-1);
      if (to) {
        event.preventDefault();
        to.focus();
      }
    },
  };
}

/** Where the unread messages began when the person came: on opening, on coming back to the tab, and where they mark it. */
function useNewMarker(conversation: Conversation, visible: boolean): number | null {
  const [marker, setMarker] = useState<number | null>(conversation.unread > 0 ? conversation.readSeq : null);
  const left = useRef<number | null>(null);
  const { headSeq, readSeq } = conversation;
  const before = useRef(readSeq);
  useEffect(() => {
    if (readSeq < before.current) {
      setMarker(readSeq);
    }
    before.current = readSeq;
  }, [readSeq]);
  useEffect(() => {
    if (!visible) {
      left.current ??= headSeq;
    } else if (left.current !== null) {
      const from = left.current;
      left.current = null;
      setMarker(headSeq > from ? from : null);
    }
  }, [visible, headSeq]);
  return marker;
}
