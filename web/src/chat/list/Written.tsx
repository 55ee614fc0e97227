import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { useLive } from '../../app/live';
import { Icon } from '../../design/Icon';
import { fullOf } from '../../design/when';
import { ActsBar, MessageMenu } from '../acts/ActsBar';
import { EditForm } from '../acts/EditForm';
import { Reactions } from '../acts/Reactions';
import { namesMe, told, type Message, type Thread } from '../message';
import { ThreadLink } from './ThreadLink';
import { Words } from './Words';

interface Props {
  message: Message;
  own: boolean;
  opens: boolean;
  thread?: Thread;
  active: boolean;
  editing: boolean;
  inThread: boolean;
  children?: ReactNode;
}

const longPressMs = 450;

/** A message that somebody wrote, with what can be done with it. */
export function Written({ message, own, opens, thread, active, editing, inThread, children }: Props) {
  const { me } = useLive();
  const [sheet, setSheet] = useState(false);
  const press = useLongPress(() => setSheet(true));
  const deleted = message.deletedAt !== undefined;
  return (
    <Words
      seq={message.seq}
      author={message.author}
      at={message.createdAt}
      opens={opens}
      own={own}
      body={message.body}
      replyTo={inThread ? undefined : message.replyTo}
      mentions={message.mentions ?? []}
      mentionsEveryone={message.mentionsEveryone}
      toMe={!deleted && namesMe(message, me.id)}
      data-message={message.id}
      tabIndex={-1}
      className="[@media(hover:none)]:select-none"
      {...press}
      instead={
        editing ? <EditForm message={message} /> : deleted ? <p className="text-muted italic">Message deleted</p> : undefined
      }
      below={
        <>
          {!deleted && told(forwardedIn(message), 'messageId') && (
            <p className="mt-0.5 flex items-center gap-1 text-[13px] text-muted">
              <Icon name="forward" className="size-3.5" />
              Forwarded
            </p>
          )}
          {message.pinnedAt && !deleted && (
            <p className="mt-0.5 flex items-center gap-1 text-[13px] text-muted">
              <Icon name="pin" className="size-3.5" />
              Pinned
            </p>
          )}
          {!deleted && (message.reactions?.length ?? 0) > 0 && <Reactions message={message} />}
          {!inThread && thread && thread.replyCount > 0 && <ThreadLink thread={thread} />}
          {(active || sheet) && !editing && <Acts message={message} inThread={inThread} active={active} sheet={sheet} close={() => setSheet(false)} />}
        </>
      }
    >
      {message.editedAt && (
        <span title={`Edited ${fullOf(message.editedAt)}`} className="ml-1.5 text-xs text-muted">
          (edited)
        </span>
      )}
      {children}
    </Words>
  );
}

function Acts(props: { message: Message; inThread: boolean; active: boolean; sheet: boolean; close: () => void }) {
  const { message, inThread, active, sheet, close } = props;
  return (
    <>
      {active && <ActsBar message={message} inThread={inThread} />}
      {sheet && <MessageMenu message={message} inThread={inThread} anchor={new DOMRect()} close={close} />}
    </>
  );
}

const forwardedIn = (message: Message): unknown => (message.data as { forwarded?: unknown } | undefined)?.forwarded;

/** A finger that rests opens what can be done. */
function useLongPress(open: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const cancel = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      cancel();
      if (event.pointerType === 'touch' && !(event.target as Element).closest('button, a, textarea')) {
        timer.current = setTimeout(open, longPressMs);
      }
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onPointerLeave: cancel,
  };
}
