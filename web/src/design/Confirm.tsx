import type { ReactNode } from 'react';
import { Button } from './Button';

interface Props {
  /** What the button that does it says. */
  act: string;
  busy: boolean;
  confirm: () => void;
  keep: () => void;
  children: ReactNode;
}

/** Asks in place, before something that cannot be taken back. */
export function Confirm({ act, busy, confirm, keep, children }: Props) {
  return (
    <div role="alertdialog" aria-label={act} className="rounded-lg border border-line bg-app p-3">
      <p className="mb-3 text-sm">{children}</p>
      <div className="flex gap-2">
        <Button look="danger" autoFocus busy={busy} onClick={confirm}>
          {act}
        </Button>
        <Button onClick={keep}>Keep as it is</Button>
      </div>
    </div>
  );
}
