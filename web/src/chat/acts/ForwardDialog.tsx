import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLive } from '../../app/live';
import { go } from '../../app/route';
import { Dialog } from '../../design/Dialog';
import { say } from '../../design/flash';
import { ErrorNote } from '../../design/Notices';
import { SearchField } from '../../design/SearchField';
import { chatApi } from '../chatApi';
import { folderOf, titleOf } from '../conversation';
import { ConversationPicture } from '../inbox/ConversationPicture';
import type { Message } from '../message';
import { newId } from '../newId';

export function ForwardDialog({ message, close }: { message: Message; close: () => void }) {
  const { chat } = useLive();
  const [typed, setTyped] = useState('');
  // One id per place, so that a second click sends nothing twice.
  const ids = useRef(new Map<string, string>());
  const conversations = (useQuery(chat.inbox.query).data ?? []).filter(
    (c) => folderOf(c) !== 'requests' && folderOf(c) !== null && titleOf(c).toLowerCase().includes(typed.trim().toLowerCase()),
  );
  const forward = useMutation({
    mutationFn: (conversationId: string) => {
      const clientMessageId = ids.current.get(conversationId) ?? newId();
      ids.current.set(conversationId, clientMessageId);
      return chatApi.forward(message.id, { conversationId, clientMessageId });
    },
    onSuccess: (_, conversationId) => {
      close();
      say('Forwarded');
      go({ page: 'conversation', id: conversationId });
    },
  });
  return (
    <Dialog title="Forward to" close={close}>
      <SearchField label="Find a conversation" value={typed} onChange={setTyped} />
      {forward.isError && (
        <div className="pt-3">
          <ErrorNote>{forward.error.message}</ErrorNote>
        </div>
      )}
      <ul aria-label="Conversations" className="mt-2">
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <button
              type="button"
              disabled={forward.isPending}
              onClick={() => forward.mutate(conversation.id)}
              className="flex w-full items-center gap-3 rounded-lg px-2 py-2 text-left hover:bg-hover"
            >
              <ConversationPicture conversation={conversation} />
              <span className="truncate font-medium">{titleOf(conversation)}</span>
            </button>
          </li>
        ))}
        {conversations.length === 0 && <li className="p-4 text-center text-sm text-muted">No conversation is called that.</li>}
      </ul>
    </Dialog>
  );
}
