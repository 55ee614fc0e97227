import type { ReactNode } from 'react';
import { IconButton } from '../../design/Button';

/** Beside the messages on a wide screen, in their place elsewhere. */
export function SidePanel({ title, about, close, children }: { title: string; about?: string; close: () => void; children: ReactNode }) {
  return (
    <aside aria-label={title} data-side className="flex min-w-0 flex-1 flex-col border-line bg-raised xl:w-96 xl:flex-none xl:border-l">
      <div className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-panel pr-2 pl-2 xl:pl-4">
        <IconButton icon="back" label="Back to the conversation" className="xl:hidden" onClick={close} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate leading-tight font-semibold">{title}</h2>
          {about && <p className="truncate text-[13px] leading-tight text-muted">{about}</p>}
        </div>
        <IconButton icon="close" label={`Close ${title.toLowerCase()}`} className="max-xl:hidden" onClick={close} />
      </div>
      {children}
    </aside>
  );
}
