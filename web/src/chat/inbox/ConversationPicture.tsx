import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { Icon } from '../../design/Icon';
import { PersonAvatar } from '../../people/PersonAvatar';
import { statusOf } from '../../presence/presence';
import type { Conversation } from '../conversation';

export function ConversationPicture({ conversation }: { conversation: Pick<Conversation, 'kind' | 'peer'> }) {
  const people = useStore(useLive().presence.people);
  return conversation.peer ? (
    <PersonAvatar person={conversation.peer} status={statusOf(people.get(conversation.peer.id))} />
  ) : (
    <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-hover text-muted">
      <Icon name={conversation.kind === 'public' ? 'globe' : 'hash'} />
    </span>
  );
}
