import type { ReactNode } from 'react';
import { IconButton } from '../../design/Button';

/** Beside the messages on a wide screen, in their place elsewhere. */
export function SidePanel({ title, about, close, children }: { title: string; about?: string; close: () => void; children: ReactNode }) {
  return (
    <aside aria-label={title} className="flex min-w-0 flex-1 flex-col border-line bg-raised lg:w-96 lg:flex-none lg:border-l">
      <div className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-panel pr-2 pl-2 lg:pl-4">
        <IconButton icon="back" label="Back to the conversation" className="lg:hidden" onClick={close} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate leading-tight font-semibold">{title}</h2>
          {about && <p className="truncate text-[13px] leading-tight text-muted">{about}</p>}
        </div>
        <IconButton icon="close" label={`Close ${title.toLowerCase()}`} className="max-lg:hidden" onClick={close} />
      </div>
      {children}
    </aside>
  );
}
