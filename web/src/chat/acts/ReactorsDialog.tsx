import { useState } from 'react';
import { usePages } from '../../api/pages';
import { Dialog } from '../../design/Dialog';
import { PagedList } from '../../design/PagedList';
import { nameOf, type Person } from '../../people/person';
import { PersonAvatar } from '../../people/PersonAvatar';
import { chatApi } from '../chatApi';
import { AnyEmoji } from '../emoji/CustomEmoji';
import type { Message } from '../message';

export function ReactorsDialog({ message, first, close }: { message: Message; first?: string; close: () => void }) {
  const [emoji, setEmoji] = useState(first ?? message.reactions?.[0]?.emoji ?? '');
  const list = usePages<{ user: Person }>({
    key: ['chat', 'reactors', message.id, emoji, message.version],
    get: (cursor) => chatApi.reactors(message.id, emoji, cursor),
  });
  return (
    <Dialog title="Who reacted" close={close}>
      <div role="group" aria-label="Emoji" className="mb-2 flex flex-wrap gap-1">
        {message.reactions?.map((reaction) => (
          <button
            key={reaction.emoji}
            type="button"
            aria-pressed={reaction.emoji === emoji}
            onClick={() => setEmoji(reaction.emoji)}
            className={`inline-flex h-8 items-center gap-1.5 rounded-full border px-2.5 text-sm ${reaction.emoji === emoji ? 'border-accent-text bg-accent-soft' : 'border-line hover:bg-hover'}`}
          >
            <AnyEmoji conversationId={message.conversationId} emoji={reaction.emoji} /> {reaction.count}
          </button>
        ))}
      </div>
      <PagedList list={list} label="People who reacted" empty={<p className="py-4 text-sm text-muted">Nobody any more.</p>}>
        {({ user }) => (
          <li key={user.id} className="flex items-center gap-3 py-1.5">
            <PersonAvatar person={user} />
            <span className="truncate">{nameOf(user)}</span>
          </li>
        )}
      </PagedList>
    </Dialog>
  );
}
