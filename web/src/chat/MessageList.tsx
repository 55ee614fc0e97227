import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLive } from '../app/live';
import { useStore } from '../app/store';
import { useVisible } from '../app/useVisible';
import { Button, Spinner } from '../design/Button';
import { Icon } from '../design/Icon';
import { Empty } from '../design/Notices';
import { useBlockedIds } from '../friends/useFriends';
import { titleOf, type Conversation } from './conversation';
import { MessageRow } from './MessageRow';
import { NewMessageSpeech } from './NewMessageSpeech';
import { rowsOf } from './rows';
import type { Timeline } from './timeline';

/** Closer to the end than this counts as being there. */
const atEndPx = 48;
/** Older messages are fetched before their place comes into view. */
const fetchAheadPx = 600;

/** The messages of a conversation: stays at the end while one is there, holds still while one reads above. */
export function MessageList({ conversation, timeline }: { conversation: Conversation; timeline: Timeline }) {
  const { me, chat } = useLive();
  const state = useStore(timeline.state);
  const visible = useVisible();
  const blocked = useBlockedIds();
  const newAfter = useNewMarker(conversation, visible);
  const rows = useMemo(
    () => rowsOf(state.messages, state.outgoing, me.id, newAfter),
    [state.messages, state.outgoing, me.id, newAfter],
  );

  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const drawn = useRef<{ first: number | undefined; height: number; outgoing: number } | null>(null);
  const [awayFromEnd, setAway] = useState(false);

  const look = useCallback(() => {
    const view = box.current;
    if (!view) {
      return;
    }
    atEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight < atEndPx;
    setAway(!atEnd.current);
    if (view.scrollTop < fetchAheadPx) {
      void timeline.loadOlder();
    }
    if (document.visibilityState === 'visible') {
      const seen = lastSeen(view);
      if (seen > 0) {
        chat.markRead(conversation.id, seen);
      }
      if (atEnd.current) {
        timeline.trim();
      }
    }
  }, [chat, conversation.id, timeline]);

  // Where the view stands after each change of what is shown.
  useLayoutEffect(() => {
    const view = box.current!;
    const first = state.messages[0]?.seq;
    const before = drawn.current;
    if (!before) {
      const marker = view.querySelector<HTMLElement>('[data-marker]');
      view.scrollTop = marker ? marker.offsetTop - view.clientHeight / 4 : view.scrollHeight;
    } else if (first !== undefined && before.first !== undefined && first < before.first) {
      view.scrollTop += view.scrollHeight - before.height;
    } else if (atEnd.current || state.outgoing.length > before.outgoing) {
      view.scrollTop = view.scrollHeight;
    }
    drawn.current = { first, height: view.scrollHeight, outgoing: state.outgoing.length };
    look();
  }, [rows, state.messages, state.outgoing, look]);

  // The window, the composer or a font may change sizes without any change of what is shown.
  useEffect(() => {
    const view = box.current!;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) {
        view.scrollTop = view.scrollHeight;
      }
      if (drawn.current) {
        drawn.current.height = view.scrollHeight;
      }
    });
    observer.observe(view);
    observer.observe(content.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (visible) {
      look();
    }
  }, [visible, look]);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={box}
        onScroll={look}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={`Messages in ${titleOf(conversation)}`}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain [overflow-anchor:none] -outline-offset-2"
      >
        <div ref={content} className="flex min-h-full flex-col justify-end pt-4 pb-1">
          <div className="flex h-8 items-center justify-center text-muted">
            {state.loadingOlder && <Spinner className="size-4" />}
            {!state.hasOlder && rows.length > 0 && <span className="text-[13px]">This is where it began.</span>}
          </div>
          {rows.length === 0 && (
            <div className="flex-1 place-content-center">
              <Empty icon="chat" title="No messages yet">
                <p>Write the first one below.</p>
              </Empty>
            </div>
          )}
          {rows.map((row) => (
            <div key={row.key} data-marker={row.kind === 'new' ? '' : undefined}>
              <MessageRow
                row={row}
                me={me}
                hidden={row.kind === 'message' && blocked.has(row.message.author.id)}
                acts={{ retry: (id) => timeline.retry(id), discard: (id) => timeline.discard(id) }}
              />
            </div>
          ))}
        </div>
      </div>
      {awayFromEnd && (
        <div className="absolute right-4 bottom-3">
          <Button
            className="rounded-full shadow-lg"
            onClick={() => {
              atEnd.current = true;
              box.current!.scrollTop = box.current!.scrollHeight;
            }}
          >
            <Icon name="down" className="size-4" />
            {conversation.unread > 0 ? `${conversation.unread} new` : 'To the newest'}
          </Button>
        </div>
      )}
      <NewMessageSpeech messages={state.messages} me={me.id} blocked={blocked} />
    </div>
  );
}

/** Where the unread messages began when the person came: on opening, and again on coming back to the tab. */
function useNewMarker(conversation: Conversation, visible: boolean): number | null {
  const [marker, setMarker] = useState<number | null>(conversation.unread > 0 ? conversation.readSeq : null);
  const left = useRef<number | null>(null);
  const { headSeq } = conversation;
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

/** The newest message of which at least the beginning is in view. */
function lastSeen(view: HTMLElement): number {
  const bottom = view.getBoundingClientRect().bottom;
  const rows = view.querySelectorAll<HTMLElement>('[data-seq]');
  for (let i = rows.length - 1; i >= 0; i--) {
    if (rows[i]!.getBoundingClientRect().top < bottom - 8) {
      return Number(rows[i]!.dataset.seq);
    }
  }
  return 0;
}
