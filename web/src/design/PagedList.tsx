import type { ReactNode } from 'react';
import { Button } from './Button';
import { ErrorNote, Skeleton } from './Notices';

interface Props<T> {
  list: {
    items: T[];
    isPending: boolean;
    isError: boolean;
    error: Error | null;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  /** Of the list, for those who hear it. */
  label: string;
  empty: ReactNode;
  className?: string;
  rows?: number;
  children: (item: T) => ReactNode;
}

/** A list in each of its states: on its way, failed, empty, there, and with more to come. */
export function PagedList<T>({ list, label, empty, className = '', rows = 3, children }: Props<T>) {
  if (list.isPending) {
    return <Skeleton rows={rows} label={`Loading: ${label}`} />;
  }
  if (list.isError && list.items.length === 0) {
    return (
      <div className="space-y-3 p-2">
        <ErrorNote>{list.error?.message}</ErrorNote>
        <Button onClick={() => void list.refetch()}>Try again</Button>
      </div>
    );
  }
  if (list.items.length === 0) {
    return empty;
  }
  return (
    <>
      <ul aria-label={label} className={className}>
        {list.items.map(children)}
      </ul>
      {list.hasNextPage && (
        <div className="p-3 text-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
