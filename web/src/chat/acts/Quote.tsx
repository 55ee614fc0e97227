import { useQuery } from '@tanstack/react-query';
import { useStore } from '../../app/store';
import { Icon } from '../../design/Icon';
import { useName } from '../../people/usePerson';
import { chatApi } from '../chatApi';
import type { RepliedTo } from '../message';
import { plainOf } from '../text/markup';
import { usePane } from './pane';

/** The message that another replies to, in one line; a click leads to it. */
export function Quote({ to }: { to: RepliedTo }) {
  const pane = usePane();
  const { messages } = useStore(pane.timeline.state);
  const near = messages.find((message) => message.id === to.id);
  const fetched = useQuery({
    queryKey: ['chat', 'message', to.id],
    queryFn: () => chatApi.message(to.id),
    enabled: !near,
    retry: false,
    staleTime: 60_000,
  }).data;
  const message = near ?? fetched;
  const name = useName({ id: to.authorId, username: message?.author.username ?? '' });
  return (
    <button
      type="button"
      aria-label={`In reply to ${name || 'somebody'}`}
      className="mb-0.5 flex max-w-full items-center gap-1.5 rounded text-left text-[13px] text-muted hover:text-text"
      onClick={() => pane.jump(to.seq)}
    >
      <Icon name="reply" className="size-3.5" />
      <b className="shrink-0 font-semibold">{name}</b>
      <span className="truncate">{!message ? '…' : message.deletedAt ? 'Message deleted' : plainOf(message.body)}</span>
    </button>
  );
}
