import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import type { Page } from './http';

interface Options<P> {
  key: QueryKey;
  get: (cursor: string | undefined) => Promise<P>;
  enabled?: boolean;
  refetchInterval?: number;
}

/** A list that is fetched page by page, as far as somebody looks. */
export function usePages<T, P extends Page<T> = Page<T>>({ key, get, ...rest }: Options<P>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => get(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    ...rest,
  });
  return { ...query, first: query.data?.pages[0], items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}
