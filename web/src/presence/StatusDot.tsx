import type { Status } from './presence';

/** A shape of its own for each status, as colours alone do not reach everybody. */
export function StatusDot({ status, className = 'size-2.5' }: { status: Status; className?: string }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true" className={`${className} ${colours[status]}`} data-status={status}>
      {shapes[status]}
    </svg>
  );
}

const colours: Record<Status, string> = {
  online: 'text-online',
  away: 'text-away',
  dnd: 'text-dnd',
  offline: 'text-offline',
};

const shapes = {
  online: <circle cx="5" cy="5" r="5" fill="currentColor" />,
  // A moon.
  away: <path d="M6.2.1a5 5 0 1 0 3.7 6.4A4.4 4.4 0 0 1 6.2.1" fill="currentColor" />,
  // A bar across.
  dnd: (
    <path
      d="M5 0a5 5 0 1 0 0 10A5 5 0 0 0 5 0M2.9 4.1h4.2a.9.9 0 0 1 0 1.8H2.9a.9.9 0 0 1 0-1.8"
      fill="currentColor"
      fillRule="evenodd"
    />
  ),
  // A ring.
  offline: <circle cx="5" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="2.2" />,
};
