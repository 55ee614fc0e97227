import { useLive } from '../../app/live';
import { sayProblem } from '../../design/flash';
import type { MenuEntry } from '../../design/Menu';
import { chatApi } from '../chatApi';
import { isMuted, type Conversation } from '../conversation';

const hourMs = 60 * 60_000;
/** "Until I say otherwise", as a time. */
const forEver = '9999-12-31T00:00:00Z';

/** What a person sets of a conversation for themselves alone. */
export function useConversationEntries(conversation: Conversation): (MenuEntry | false)[] {
  const { chat } = useLive();
  const { id, pinned, archived, unread, lastMessage } = conversation;
  const set = (mine: Parameters<typeof chatApi.mine>[1]) => () =>
    void chatApi
      .mine(id, mine)
      .then((changed) => chat.inbox.put(changed))
      .catch(sayProblem);
  const muted = isMuted(conversation);
  return [
    { icon: 'pin', name: pinned ? 'Unpin from the top' : 'Pin to the top', act: set({ pinned: !pinned }) },
    muted && { icon: 'bell', name: 'Unmute', act: set({ mutedUntil: null }) },
    !muted && { icon: 'mute', name: 'Mute for 8 hours', act: () => set({ mutedUntil: new Date(Date.now() + 8 * hourMs).toISOString() })() },
    !muted && { icon: 'mute', name: 'Mute', act: set({ mutedUntil: forEver }) },
    unread > 0 && {
      icon: 'check',
      name: 'Mark as read',
      act: () => chat.markRead(id, conversation.headSeq),
    },
    unread === 0 && lastMessage != null && {
      icon: 'unread',
      name: 'Mark as unread',
      act: () => void chat.markUnread(id, lastMessage.seq).catch(sayProblem),
    },
    { icon: archived ? 'inbox' : 'archive', name: archived ? 'Back to the inbox' : 'Archive', act: set({ archived: !archived }) },
  ];
}
