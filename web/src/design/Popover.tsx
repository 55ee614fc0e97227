import { useEffect, useRef, useState, type ReactNode } from 'react';

interface TriggerProps {
  'aria-haspopup': 'dialog';
  'aria-expanded': boolean;
  'aria-label': string;
  onClick: () => void;
}

interface Props {
  label: string;
  className?: string;
  /** Said to those who hear the button, when it is more than `label`. */
  triggerLabel?: string;
  trigger: (props: TriggerProps) => ReactNode;
  children: (close: () => void) => ReactNode;
}

/** A small panel under its button. Escape, a click elsewhere, or leaving with the keyboard closes it. */
export function Popover({ label, triggerLabel = label, className = '', trigger, children }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) {
      return;
    }
    panel.current?.focus();
    function onKey(event: KeyboardEvent) {
      if (event.key === 'Escape') {
        setOpen(false);
        box.current?.querySelector('button')?.focus();
      }
    }
    function onElsewhere(event: Event) {
      if (event.target instanceof Node && !box.current?.contains(event.target)) {
        setOpen(false);
      }
    }
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onElsewhere);
    document.addEventListener('focusin', onElsewhere);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onElsewhere);
      document.removeEventListener('focusin', onElsewhere);
    };
  }, [open]);

  return (
    <div ref={box} className="relative">
      {trigger({
        'aria-haspopup': 'dialog',
        'aria-expanded': open,
        'aria-label': triggerLabel,
        onClick: () => setOpen(!open),
      })}
      {open && (
        <div
          ref={panel}
          role="dialog"
          aria-label={label}
          tabIndex={-1}
          className={`absolute top-full right-0 z-40 mt-2 overflow-hidden rounded-xl border border-line bg-raised shadow-xl outline-none ${className}`}
        >
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}
