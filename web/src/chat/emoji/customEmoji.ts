import { useQuery } from '@tanstack/react-query';
import { call, callForFile } from '../../session/call';

/** A picture of a conversation's own, used as `:name:`. */
export interface OwnEmoji {
  name: string;
  url: string;
}

const of = (id: string) => `/api/chat/conversations/${id}/emoji`;
const freshForMs = 5 * 60_000;
const none: OwnEmoji[] = [];

export const emojiKey = (conversationId: string) => ['chat', 'emoji', conversationId] as const;

export const emojiApi = {
  list: async (id: string) => (await call<{ items: OwnEmoji[] }>(of(id))).items,
  add: (id: string, name: string, picture: Blob) => call<void>(`${of(id)}/${name}`, { method: 'PUT', body: picture }),
  remove: (id: string, name: string) => call<void>(`${of(id)}/${name}`, { method: 'DELETE' }),
};

export function useCustomEmoji(conversationId: string): OwnEmoji[] {
  return (
    useQuery({ queryKey: emojiKey(conversationId), queryFn: () => emojiApi.list(conversationId), staleTime: freshForMs, retry: false })
      .data ?? none
  );
}

/** Only members may see it, so a page cannot just point at it: it is fetched as them, once. */
export function useEmojiPicture(emoji: OwnEmoji | undefined): string | undefined {
  return useQuery({
    queryKey: ['chat', 'emoji-picture', emoji?.url],
    queryFn: async () => URL.createObjectURL(await callForFile(emoji!.url)),
    enabled: emoji !== undefined,
    staleTime: Infinity,
    gcTime: Infinity,
  }).data;
}
