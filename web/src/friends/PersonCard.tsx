import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLive } from '../app/live';
import { go } from '../app/route';
import { useStore } from '../app/store';
import { Button } from '../design/Button';
import { Dialog } from '../design/Dialog';
import { Icon } from '../design/Icon';
import { ErrorNote } from '../design/Notices';
import { PersonAvatar } from '../people/PersonAvatar';
import { shownPerson } from '../people/personCard';
import { useName, usePerson } from '../people/usePerson';
import { lineOf, statusOf } from '../presence/presence';
import { friendsApi, relationKey } from './friend';
import { MutualFriends } from './MutualFriends';
import { RelationActs } from './RelationActs';

/** Who somebody is, and everything that can be done between the two. Opens wherever `showPerson` is called. */
export function PersonCard() {
  const person = useStore(shownPerson);
  return person && <Card key={person.id} person={person} close={() => shownPerson.set(null)} />;
}

function Card({ person, close }: { person: { id: string; username: string; displayName?: string | null }; close: () => void }) {
  const { me, presence } = useLive();
  const status = useStore(presence.people).get(person.id);
  const profile = usePerson(person.id);
  const name = useName(person);
  const isMe = person.id === me.id;
  const gone = profile?.deleted ?? profile === null;
  useEffect(() => {
    presence.watch('card', [person.id]);
    return () => presence.watch('card', []);
  }, [presence, person.id]);
  return (
    <Dialog title={name} close={close}>
      <div className="flex items-center gap-4">
        <PersonAvatar person={person} status={isMe || gone ? undefined : statusOf(status)} size="size-16" />
        <div className="min-w-0 flex-1">
          {!gone && <p className="truncate text-sm text-muted">@{profile?.username ?? person.username}</p>}
          {!gone && !isMe && <p className="text-sm">{lineOf(status)}</p>}
        </div>
      </div>
      {profile?.bio && !gone && <p className="mt-4 text-sm break-words whitespace-pre-wrap">{profile.bio}</p>}
      {gone ? (
        <p className="mt-4 text-sm text-muted">This account was deleted.</p>
      ) : isMe ? (
        <p className="mt-4 text-sm text-muted">This is you.</p>
      ) : (
        <Between person={{ id: person.id, name }} close={close} />
      )}
    </Dialog>
  );
}

function Between({ person, close }: { person: { id: string; name: string }; close: () => void }) {
  const { chat } = useLive();
  const [showMutual, setShowMutual] = useState(false);
  const relation = useQuery({ queryKey: relationKey(person.id), queryFn: () => friendsApi.relation(person.id) });
  const open = useMutation({
    mutationFn: () => chat.openDirect(person.id),
    onSuccess: (conversation) => {
      close();
      go({ page: 'conversation', id: conversation.id });
    },
  });
  return (
    <div className="mt-5 space-y-3">
      {relation.isError && <ErrorNote>{relation.error.message}</ErrorNote>}
      {relation.data && !relation.data.blockedByMe && (
        <Button look="primary" className="h-10 w-full" busy={open.isPending} onClick={() => open.mutate()}>
          <Icon name="chat" className="size-4" />
          Message
        </Button>
      )}
      {open.isError && <ErrorNote>{open.error.message}</ErrorNote>}
      {relation.data && <RelationActs person={person} relation={relation.data} />}
      {showMutual ? (
        <MutualFriends userId={person.id} />
      ) : (
        <Button className="h-10 w-full" onClick={() => setShowMutual(true)}>
          <Icon name="people" className="size-4" />
          Mutual friends
        </Button>
      )}
    </div>
  );
}
