import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

interface Props {
  /** Where it opens: a point or a button of the page. */
  anchor: DOMRect;
  label: string;
  role?: 'menu' | 'dialog';
  close: () => void;
  className?: string;
  children: ReactNode;
}

const gapPx = 6;

/**
 * A panel over everything beside what opened it, and a sheet at the bottom of a phone. The browser closes it on Escape and on
 * a click elsewhere; the focus goes back to where it was.
 */
export function Floating({ anchor, label, role = 'dialog', close, className = '', children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const closed = useRef(close);
  closed.current = close;

  useLayoutEffect(() => {
    const panel = box.current!;
    const before = document.activeElement;
    panel.showPopover();
    if (matchMedia('(min-width: 48rem)').matches) {
      const { width, height } = panel.getBoundingClientRect();
      const below = anchor.bottom + gapPx + height <= innerHeight || anchor.top < height;
      panel.style.left = `${Math.max(8, Math.min(anchor.right - width, innerWidth - width - 8))}px`;
      panel.style.top = `${Math.max(8, Math.min(below ? anchor.bottom + gapPx : anchor.top - gapPx - height, innerHeight - height - 8))}px`;
    }
    (panel.querySelector<HTMLElement>('input, [role=menuitem]') ?? panel).focus();
    return () => {
      if (before instanceof HTMLElement && (panel.contains(document.activeElement) || document.activeElement === document.body)) {
        before.focus();
      }
    };
  }, [anchor]);

  useEffect(() => {
    const panel = box.current!;
    const onToggle = (event: Event) => (event as ToggleEvent).newState === 'closed' && closed.current();
    panel.addEventListener('toggle', onToggle);
    return () => panel.removeEventListener('toggle', onToggle);
  }, []);

  return (
    <div
      ref={box}
      popover="auto"
      role={role}
      aria-label={label}
      tabIndex={-1}
      onKeyDown={role === 'menu' ? moveFocus : undefined}
      className={`fixed m-0 overflow-y-auto border border-line bg-raised p-0 text-text shadow-2xl outline-none max-md:inset-x-0 max-md:top-auto max-md:bottom-0 max-md:max-h-[80dvh] max-md:w-full max-md:max-w-none max-md:rounded-t-2xl max-md:pb-[env(safe-area-inset-bottom)] max-md:backdrop:bg-black/45 md:inset-auto md:max-h-[calc(100dvh-1rem)] md:rounded-xl ${className}`}
    >
      {children}
    </div>
  );
}

/** Whether one is open: what lies under it does not follow the pointer then. */
export function isFloating(): boolean {
  return document.querySelector(':popover-open') !== null;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined && items.length > 0) {
    event.preventDefault();
    items[(to + items.length) % items.length]!.focus();
  }
}
