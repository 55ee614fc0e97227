import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { PersonAvatar } from '../../people/PersonAvatar';
import { useName } from '../../people/usePerson';

const shown = 5;

/** Under the last message that they have read: the pictures of those people. */
export function ReadBy({ conversationId, from, before }: { conversationId: string; from: number; before: number }) {
  const { me, chat } = useLive();
  const reads = useStore(chat.receipts.state).get(conversationId);
  const readers = [...(reads ?? [])].filter(([userId, seq]) => userId !== me.id && seq >= from && seq < before).map(([userId]) => userId);
  if (readers.length === 0) {
    return null;
  }
  return (
    <div role="group" aria-label={`Read by ${readers.length}`} className="flex justify-end gap-0.5 px-4">
      {readers.slice(0, shown).map((id) => (
        <Reader key={id} id={id} />
      ))}
      {readers.length > shown && <span className="text-[11px] text-muted">+{readers.length - shown}</span>}
    </div>
  );
}

function Reader({ id }: { id: string }) {
  const name = useName({ id, username: '' });
  return (
    <span title={`Read by ${name}`} className="inline-flex">
      <PersonAvatar person={{ id, username: name || '·' }} size="size-4" />
    </span>
  );
}
