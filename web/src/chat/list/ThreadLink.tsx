import { agoOf } from '../../design/when';
import { Icon } from '../../design/Icon';
import { usePane } from '../acts/pane';
import type { Thread } from '../message';

export function ThreadLink({ thread }: { thread: Thread }) {
  const pane = usePane();
  return (
    <button
      type="button"
      className="mt-1 flex items-center gap-1.5 rounded-lg px-1.5 py-0.5 text-[13px] hover:bg-hover"
      onClick={() => pane.openThread(thread.rootId)}
    >
      <Icon name="thread" className="size-4 text-accent-text" />
      <span className="font-semibold text-accent-text">{thread.replyCount === 1 ? '1 reply' : `${thread.replyCount} replies`}</span>
      {thread.lastReplyAt && <span className="text-muted">last {agoOf(thread.lastReplyAt)}</span>}
    </button>
  );
}
