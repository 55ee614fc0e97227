import { useEffect, useId, useRef, type ReactNode } from 'react';
import { IconButton } from './Button';

const asked = 'input:not([type=hidden]), textarea, select, [tabindex="0"]';

interface Props {
  title: string;
  close: () => void;
  className?: string;
  children: ReactNode;
}

/** A window over the page. The browser keeps the keyboard inside, closes it on Escape and gives the focus back. */
export function Dialog({ title, close, className = 'max-w-sm', children }: Props) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current!;
    const before = document.activeElement;
    dialog.showModal();
    // Straight to what is asked; the browser would begin with the button that closes.
    dialog.querySelector<HTMLElement>(asked)?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      // The backdrop belongs to the dialog: only a click on it has the dialog itself as its target.
      onPointerDown={(event) => event.target === box.current && close()}
      className={`m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-hidden rounded-2xl border border-line bg-raised p-0 text-text shadow-2xl backdrop:bg-black/45 ${className}`}
    >
      <div className="flex max-h-[calc(100dvh-2rem)] flex-col">
        <div className="flex shrink-0 items-center gap-2 py-3 pr-3 pl-5">
          <h2 id={id} className="min-w-0 flex-1 truncate text-base font-semibold">
            {title}
          </h2>
          <IconButton icon="close" label="Close" onClick={close} />
        </div>
        <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
      </div>
    </dialog>
  );
}
