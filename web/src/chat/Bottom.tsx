import { useBlockedIds } from '../friends/useFriends';
import { nameOf } from '../people/person';
import { usePane } from './acts/pane';
import { BlockedNote } from './BlockedNote';
import { Composer } from './compose/Composer';
import { RequestBar } from './RequestBar';

/** Where one writes, or why one does not. */
export function Bottom() {
  const { conversation } = usePane();
  const blocked = useBlockedIds();
  if (conversation.peer && blocked.has(conversation.peer.id)) {
    return <BlockedNote person={conversation.peer} />;
  }
  if (conversation.peer && (conversation.request === 'received' || conversation.request === 'ignored')) {
    return <RequestBar conversation={conversation} peer={conversation.peer} />;
  }
  return (
    <>
      {conversation.request === 'sent' && conversation.peer && (
        <p className="shrink-0 bg-raised px-4 pb-2 text-[13px] text-muted">
          {nameOf(conversation.peer)} has not accepted your message request yet. Until then only a few messages go through.
        </p>
      )}
      <Composer />
    </>
  );
}
