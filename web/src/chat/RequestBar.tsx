import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '../app/live';
import { go } from '../app/route';
import { Button } from '../design/Button';
import { Confirm } from '../design/Confirm';
import { friendsApi } from '../friends/friend';
import { useFriendAct } from '../friends/useFriends';
import { nameOf, type Person } from '../people/person';
import { chatApi } from './chatApi';
import type { Conversation } from './conversation';

/** Somebody who is no friend wants to write. They are told of an answer only when it is yes. */
export function RequestBar({ conversation, peer }: { conversation: Conversation; peer: Person }) {
  const { chat } = useLive();
  const [blocking, setBlocking] = useState(false);
  const accept = useMutation({
    mutationFn: () => chatApi.answerRequest(conversation.id, 'accept'),
    onSuccess: (accepted) => chat.inbox.put({ ...accepted, request: null }),
  });
  const ignore = useMutation({
    mutationFn: () => chatApi.answerRequest(conversation.id, 'ignore'),
    onSuccess: (ignored) => {
      chat.inbox.put(ignored);
      go({ page: 'chats' });
    },
  });
  const block = useFriendAct(
    () => friendsApi.block(peer.id),
    () => go({ page: 'chats' }),
  );
  const problem = accept.error ?? ignore.error ?? block.error;
  return (
    <div
      role="region"
      aria-label="Message request"
      className="shrink-0 space-y-3 border-t border-line bg-raised px-4 py-3 text-sm pb-[max(0.75rem,env(safe-area-inset-bottom))]"
    >
      <p>
        <b className="font-semibold">{nameOf(peer)}</b> wants to write to you. They see that you read it, and can write freely, only
        after you accept.
      </p>
      {blocking ? (
        <Confirm act={`Block ${nameOf(peer)}`} busy={block.isPending} keep={() => setBlocking(false)} confirm={() => block.mutate()}>
          Neither of you can write to the other any more. They are not told.
        </Confirm>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" busy={accept.isPending} onClick={() => accept.mutate()}>
            Accept
          </Button>
          {conversation.request === 'received' && (
            <Button busy={ignore.isPending} onClick={() => ignore.mutate()}>
              Ignore
            </Button>
          )}
          <Button look="danger" onClick={() => setBlocking(true)}>
            Block
          </Button>
        </div>
      )}
      {problem && (
        <p role="alert" className="text-danger">
          {problem.message}
        </p>
      )}
    </div>
  );
}
