import { useLive } from '../../app/live';
import { pathOf } from '../../app/route';
import { copy, say, sayProblem } from '../../design/flash';
import type { MenuEntry } from '../../design/Menu';
import { chatApi } from '../chatApi';
import type { Message } from '../message';
import { usePane } from './pane';

/** Everything that can be done with a message, as far as this person may. */
export function useEntries(message: Message, inThread: boolean): (MenuEntry | false)[] {
  const { me, chat } = useLive();
  const pane = usePane();
  const { conversation } = pane;
  const own = message.author.id === me.id;
  const there = message.deletedAt === undefined;
  return [
    there && pane.mayWrite && !inThread && { icon: 'reply', name: 'Reply', act: () => pane.reply(message) },
    !inThread && { icon: 'thread', name: 'Open thread', act: () => pane.openThread(message.thread?.rootId ?? message.id) },
    there && own && pane.mayWrite && { icon: 'pencil', name: 'Edit', act: () => pane.edit(message) },
    there && { icon: 'copy', name: 'Copy text', act: () => copy(message.body, 'Text copied') },
    {
      icon: 'link',
      name: 'Copy link',
      act: () => copy(location.origin + pathOf({ page: 'conversation', id: conversation.id, at: message.seq }), 'Link copied'),
    },
    there && { icon: 'forward', name: 'Forward', act: () => pane.ask('forward', message) },
    there && pane.mayPin && {
      icon: 'pin',
      name: message.pinnedAt ? 'Unpin' : 'Pin',
      act: () =>
        void chatApi
          .pin(message.id, !message.pinnedAt)
          .then(pane.absorb)
          .catch(sayProblem),
    },
    !own && {
      icon: 'unread',
      name: 'Mark unread from here',
      act: () =>
        void chat
          .markUnread(conversation.id, message.seq)
          .then(() => say('Marked as unread'))
          .catch(sayProblem),
    },
    message.editedAt !== undefined && there && { icon: 'clock', name: 'See earlier versions', act: () => pane.ask('history', message) },
    there && { icon: 'trash', name: 'Delete…', danger: true, act: () => pane.ask('delete', message) },
  ];
}

export function react(absorb: (message: Message) => void, message: Message, emoji: string, on: boolean): void {
  chatApi
    .react(message.id, emoji, on)
    .then((changed) => {
      const own = (message.ownReactions ?? []).filter((each) => each !== emoji);
      absorb({ ...changed, ownReactions: changed.ownReactions ?? (on ? [...own, emoji] : own) });
    })
    .catch(sayProblem);
}
