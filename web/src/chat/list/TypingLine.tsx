import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { useBlockedIds } from '../../friends/useFriends';

/** Always as high as one line, so that nothing moves when somebody begins to write. */
export function TypingLine({ id }: { id: string }) {
  const { chat } = useLive();
  const blocked = useBlockedIds();
  const names = useStore(chat.typists.state)
    .filter((typing) => typing.conversationId === id && !blocked.has(typing.userId))
    .map((typing) => typing.username);
  return (
    <p aria-live="polite" className="h-5 shrink-0 truncate bg-raised px-4 text-[13px] text-muted">
      {sentence(names)}
    </p>
  );
}

function sentence(names: string[]): string {
  switch (names.length) {
    case 0:
      return '';
    case 1:
      return `${names[0]} is typing…`;
    case 2:
      return `${names[0]} and ${names[1]} are typing…`;
    default:
      return 'Several people are typing…';
  }
}
