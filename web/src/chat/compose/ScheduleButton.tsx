import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { say } from '../../design/flash';
import { MenuButton } from '../../design/Menu';
import { ErrorNote } from '../../design/Notices';
import { fullOf } from '../../design/when';
import { usePane } from '../acts/pane';
import type { RepliedTo } from '../message';
import { newId } from '../newId';
import { lengthOf, longestMessage } from './limits';
import { localInput, proposals, scheduledApi, scheduledKey } from './scheduled';

export type Scheduling = 'when' | 'list';

/** Sending at another time than now, and what waits for its time. */
export function ScheduleButton({ text, open }: { text: string; open: (what: Scheduling) => void }) {
  const waiting = useQuery({ queryKey: scheduledKey, queryFn: scheduledApi.list, retry: false }).data?.length ?? 0;
  const sendable = text.trim() !== '' && lengthOf(text) <= longestMessage;
  return (
    <MenuButton
      icon="clock"
      label="Send later"
      className={`size-10 ${sendable || waiting > 0 ? '' : 'max-md:hidden'}`}
      entries={[
        sendable && { icon: 'clock', name: 'Send this later…', act: () => open('when') },
        { icon: 'calendar', name: waiting > 0 ? `Scheduled messages (${waiting})` : 'Scheduled messages', act: () => open('list') },
      ]}
    />
  );
}

interface Props {
  text: string;
  replyTo?: RepliedTo;
  scheduled: () => void;
  close: () => void;
}

export function WhenDialog({ text, replyTo, scheduled, close }: Props) {
  const { conversation } = usePane();
  const queries = useQueryClient();
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState(localInput(new Date(now.getTime() + 60 * 60_000)));
  // Stays the same when the answer got lost and one clicks again.
  const id = useRef(newId());
  const add = useMutation({
    mutationFn: (at: Date) =>
      scheduledApi.add({
        conversationId: conversation.id,
        clientMessageId: id.current,
        body: text.trim(),
        sendAt: at.toISOString(),
        replyTo: replyTo?.id,
      }),
    onSuccess: (_, at) => {
      scheduled();
      close();
      say(`Goes out ${fullOf(at)}`);
      void queries.invalidateQueries({ queryKey: scheduledKey });
    },
  });
  const chosen = new Date(own);
  return (
    <Dialog title="Send later" close={close}>
      <div className="space-y-2">
        {proposals(now).map(({ name, at }) => (
          <Button key={name} className="h-10 w-full" disabled={add.isPending} onClick={() => add.mutate(at)}>
            <span className="flex w-full justify-between">
              <span>{name}</span>
              <span className="font-normal text-muted">
                {at.toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' })}
              </span>
            </span>
          </Button>
        ))}
        <form
          className="flex gap-2 pt-2"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(chosen);
          }}
        >
          <input
            type="datetime-local"
            aria-label="At another time"
            value={own}
            min={localInput(now)}
            onChange={(event) => setOwn(event.target.value)}
            className="h-10 min-w-0 flex-1 rounded-lg border border-line bg-app px-2"
          />
          <Button type="submit" look="primary" busy={add.isPending} disabled={Number.isNaN(chosen.getTime())}>
            Schedule
          </Button>
        </form>
        {add.isError && <ErrorNote>{add.error.message}</ErrorNote>}
      </div>
    </Dialog>
  );
}
