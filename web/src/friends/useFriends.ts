import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePages } from '../api/pages';
import { conversationsKey } from '../chat/conversation';
import {
  blocksKey,
  everythingOfFriends,
  friendsApi,
  friendsKey,
  requestsKey,
  type Counted,
  type Direction,
  type FriendRequest,
} from './friend';

/** A removed friendship or a withdrawn request is told by nobody, so an open page asks now and then. */
const askAgainMs = 60_000;

export function useFriends() {
  return useQuery({ queryKey: friendsKey, queryFn: friendsApi.friends, refetchInterval: askAgainMs });
}

export function useRequests(direction: Direction) {
  return usePages<FriendRequest, Counted<FriendRequest>>({
    key: requestsKey(direction),
    get: (cursor) => friendsApi.requests(direction, cursor),
    refetchInterval: askAgainMs,
  });
}

/** The people whom this person has blocked, on whichever device. */
export function useBlocks() {
  return useQuery({ queryKey: blocksKey, queryFn: friendsApi.blocks, refetchInterval: askAgainMs });
}

const nobody: ReadonlySet<string> = new Set();

export function useBlockedIds(): ReadonlySet<string> {
  const { data } = useBlocks();
  return useMemo(() => (data ? new Set(data.map((block) => block.user.id)) : nobody), [data]);
}

/** An act between two people; whatever it comes to, the lists say how it is now. */
export function useFriendAct<T>(act: () => Promise<T>, onSuccess?: (result: T) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess,
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: everythingOfFriends });
      await queries.invalidateQueries({ queryKey: conversationsKey });
    },
  });
}
