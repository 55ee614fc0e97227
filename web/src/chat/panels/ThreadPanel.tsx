import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLive } from '../../app/live';
import { useStore } from '../../app/store';
import { Button } from '../../design/Button';
import { isFloating } from '../../design/Floating';
import { sayProblem } from '../../design/flash';
import { ErrorNote, Skeleton } from '../../design/Notices';
import { useBlockedIds } from '../../friends/useFriends';
import { usePane, PaneContext } from '../acts/pane';
import { Composer } from '../compose/Composer';
import { titleOf } from '../conversation';
import { MessageRow } from '../list/MessageRow';
import { rowsOf, type Row } from '../list/rows';
import type { Message } from '../message';
import { ThreadView } from '../thread';
import { SidePanel } from './SidePanel';

/** A chain of replies on its own, with a place to write to it. */
export function ThreadPanel({ rootId, editing, close }: { rootId: string; editing: string | null; close: () => void }) {
  const { me } = useLive();
  const pane = usePane();
  const { timeline, conversation, mayWrite } = pane;
  const [thread] = useState(() => new ThreadView(rootId, me.id, timeline));
  const { status, problem, root, replies, hasOlder } = useStore(thread.state);
  const { outgoing, threads } = useStore(timeline.state);
  const blocked = useBlockedIds();
  const [active, setActive] = useState<string | null>(null);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    thread.start();
    return () => thread.stop();
  }, [thread]);

  const ids = useMemo(() => new Set([rootId, ...replies.map((reply) => reply.id)]), [rootId, replies]);
  const rows = useMemo(
    () => rowsOf(replies.map((reply) => ({ ...reply, replyTo: undefined })), outgoing.filter((o) => o.replyTo && ids.has(o.replyTo.id)).map((o) => ({ ...o, replyTo: undefined })), me.id, null),
    [replies, outgoing, ids, me.id],
  );
  const newest = rows.at(-1)?.key;
  useLayoutEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [newest, status]);

  // What an answer says of a message shows in both places.
  const here = useMemo(
    () => ({
      ...pane,
      absorb: (message: Message) => {
        pane.absorb(message);
        thread.absorb(message);
      },
      hide: (message: Message) => {
        pane.hide(message);
        thread.hide(message.id);
      },
    }),
    [pane, thread],
  );

  const drawn = (row: Row) => {
    const id = row.kind === 'message' ? row.message.id : null;
    return (
      <div key={row.key} onPointerEnter={() => !isFloating() && setActive(id)} onFocus={() => setActive(id)}>
        <MessageRow
          row={row}
          me={me}
          hidden={row.kind === 'message' && blocked.has(row.message.author.id)}
          active={id !== null && id === active}
          editing={id !== null && id === editing}
          inThread
          retry={(clientId) => timeline.retry(clientId)}
          discard={(clientId) => timeline.discard(clientId)}
        />
      </div>
    );
  };
  // The newer of what the conversation and the page say.
  const told = [root?.thread, root && threads.get(root.id)].filter((each) => each != null).sort((a, b) => b.seq - a.seq)[0];
  const count = told?.replyCount ?? replies.filter((reply) => !reply.deletedAt).length;
  return (
    <PaneContext value={here}>
      <SidePanel title="Thread" about={titleOf(conversation)} close={close}>
        <div className="min-h-0 flex-1 overflow-y-auto py-2" onPointerLeave={() => !isFloating() && setActive(null)}>
          {status === 'loading' && <Skeleton rows={3} label="Loading the thread" />}
          {status === 'failed' && (
            <div className="space-y-3 p-4">
              <ErrorNote>{problem?.message}</ErrorNote>
              <Button onClick={() => void thread.load()}>Try again</Button>
            </div>
          )}
          {root ? rowsOf([{ ...root, replyTo: undefined }], [], me.id, null).map(drawn) : status === 'ready' && (
            <p className="px-4 py-2 text-sm text-muted">What the thread began with is not yours to see.</p>
          )}
          {status === 'ready' && (
            <p className="flex items-center gap-3 px-4 py-2 text-xs text-muted">
              {count === 1 ? '1 reply' : `${count} replies`}
              <span className="h-px flex-1 bg-line" />
            </p>
          )}
          {hasOlder && (
            <div className="p-2 text-center">
              <Button onClick={() => void thread.loadOlder().catch(sayProblem)}>Show earlier replies</Button>
            </div>
          )}
          <div role="log" aria-label="Replies">
            {rows.filter((row) => row.kind !== 'day').map(drawn)}
          </div>
          <div ref={end} />
        </div>
        {mayWrite && root && !root.deletedAt && <Composer thread={{ id: root.id, seq: root.seq, authorId: root.author.id }} />}
      </SidePanel>
    </PaneContext>
  );
}
