import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

/** Nothing here yet, and what to do about it. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center text-muted">
      <span className="flex size-12 items-center justify-center rounded-2xl bg-hover">
        <Icon name={icon} className="size-6" />
      </span>
      <p className="font-medium text-text">{title}</p>
      {children}
    </div>
  );
}

export function ErrorNote({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger">
      {children}
    </p>
  );
}

/** Holds the place of a list that is on its way, so that nothing jumps when it arrives. */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="animate-pulse px-2 py-1">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className="flex h-14 items-center gap-3 px-2">
          <span className="size-9 rounded-full bg-hover" />
          <span className="h-3 flex-1 rounded bg-hover" style={{ maxWidth: `${70 - (i % 3) * 15}%` }} />
        </div>
      ))}
    </div>
  );
}

/** A number of things; without a label it only repeats what the text beside it says. */
export function CountBadge({ count, label }: { count: number; label?: string }) {
  return count > 0 ? (
    <span
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className="inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-badge px-1.5 text-xs font-semibold text-white"
    >
      {count > 99 ? '99+' : count}
    </span>
  ) : null;
}
