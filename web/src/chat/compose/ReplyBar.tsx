import { useStore } from '../../app/store';
import { IconButton } from '../../design/Button';
import { Icon } from '../../design/Icon';
import { useName } from '../../people/usePerson';
import { usePane } from '../acts/pane';
import type { RepliedTo } from '../message';
import { plainOf } from '../text/markup';

/** What the message that is being written replies to. */
export function ReplyBar({ to, drop }: { to: RepliedTo; drop: () => void }) {
  const { timeline } = usePane();
  const message = useStore(timeline.state).messages.find((each) => each.id === to.id);
  const name = useName({ id: to.authorId, username: message?.author.username ?? '' });
  return (
    <div className="flex items-center gap-2 border-b border-line py-1 pr-1 pl-3 text-[13px] text-muted">
      <Icon name="reply" className="size-4" />
      <span className="min-w-0 flex-1 truncate">
        Reply to <b className="font-semibold text-text">{name}</b> {message && plainOf(message.body)}
      </span>
      <IconButton icon="close" label="Do not reply to it" className="size-8" onClick={drop} />
    </div>
  );
}
