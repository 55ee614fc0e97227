import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Timeline, TimelineState } from '../timeline';

/** Closer to the end than this counts as being there. */
const atEndPx = 48;
/** More messages are fetched before their place comes into view. */
const fetchAheadPx = 600;
const flashMs = 1600;

interface Options {
  timeline: Timeline;
  state: TimelineState;
  /** What is drawn; a new object whenever it changes. */
  rows: unknown;
  /** Called with the newest number that has been in view. */
  seen: (seq: number) => void;
}

/** Stays at the end while one is there, holds still while one reads above, and goes where a jump leads. */
export function useScroll({ timeline, state, rows, seen }: Options) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const drawn = useRef<{ first: number | undefined; last: number | undefined; height: number; outgoing: number } | null>(null);
  const reached = useRef<TimelineState['target']>(null);
  const [awayFromEnd, setAway] = useState(false);

  const look = useCallback(() => {
    const view = box.current;
    if (!view) {
      return;
    }
    const below = view.scrollHeight - view.scrollTop - view.clientHeight;
    const { hasNewer } = timeline.state.get();
    atEnd.current = below < atEndPx && !hasNewer;
    setAway(!atEnd.current);
    if (view.scrollTop < fetchAheadPx) {
      void timeline.loadOlder();
    }
    if (below < fetchAheadPx && hasNewer) {
      void timeline.loadNewer().catch(() => undefined);
    }
    if (document.visibilityState === 'visible') {
      seen(lastSeen(view));
      if (atEnd.current) {
        timeline.trim();
      }
    }
  }, [timeline, seen]);

  // Where the view stands after each change of what is shown.
  useLayoutEffect(() => {
    const view = box.current!;
    const first = state.messages[0]?.seq;
    const last = state.messages.at(-1)?.seq;
    const before = drawn.current;
    const elsewhere = before?.first !== undefined && before.last !== undefined && (first === undefined || first > before.last || (last ?? 0) < before.first);
    if (state.target && state.target !== reached.current && state.status === 'ready') {
      reached.current = state.target;
      atEnd.current = false;
      show(view, state.target.seq);
    } else if (!before || (elsewhere && !state.hasNewer)) {
      const marker = before ? null : view.querySelector<HTMLElement>('[data-marker]');
      view.scrollTop = marker ? marker.offsetTop - view.clientHeight / 4 : view.scrollHeight;
    } else if (first !== undefined && before.first !== undefined && first < before.first) {
      view.scrollTop += view.scrollHeight - before.height;
    } else if ((atEnd.current && !state.hasNewer) || state.outgoing.length > before.outgoing) {
      view.scrollTop = view.scrollHeight;
    }
    drawn.current = { first, last, height: view.scrollHeight, outgoing: state.outgoing.length };
    look();
  }, [rows, state.messages, state.outgoing, state.target, state.status, state.hasNewer, look]);

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

  const toEnd = useCallback(() => {
    void timeline.jumpToNewest().then(() => {
      atEnd.current = true;
      box.current?.scrollTo({ top: box.current.scrollHeight });
    });
  }, [timeline]);

  return { box, content, look, awayFromEnd, toEnd };
}

/** The message, or the first after where it was. */
function show(view: HTMLElement, seq: number): void {
  const row = [...view.querySelectorAll<HTMLElement>('[data-seq]')].find((each) => Number(each.dataset.seq) >= seq);
  if (row) {
    row.scrollIntoView({ block: 'center' });
    row.animate([{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'var(--accent-soft)' }, {}], { duration: flashMs });
  }
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
