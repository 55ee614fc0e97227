import { useState } from 'react';
import { Button } from '../design/Button';
import { Confirm } from '../design/Confirm';
import { ErrorNote } from '../design/Notices';
import { friendsApi, type Relation } from './friend';
import { useFriendAct } from './useFriends';

interface Props {
  person: { id: string; name: string };
  relation: Relation;
}

/** Add, answer, take back, remove, block, unblock: what fits how the two stand to each other. */
export function RelationActs({ person, relation }: Props) {
  const [asking, setAsking] = useState<'remove' | 'block' | null>(null);
  const done = () => setAsking(null);
  const ask = useFriendAct(() => friendsApi.ask(person.id));
  const accept = useFriendAct(() => friendsApi.accept(relation.request?.id ?? ''));
  const cancel = useFriendAct(() => friendsApi.cancel(relation.request?.id ?? ''));
  const remove = useFriendAct(() => friendsApi.remove(person.id), done);
  const block = useFriendAct(() => friendsApi.block(person.id), done);
  const unblock = useFriendAct(() => friendsApi.unblock(person.id));
  const problem = [ask, accept, cancel, remove, block, unblock].find((act) => act.isError)?.error;
  const wide = 'h-10 w-full';

  if (relation.blockedByMe) {
    return (
      <>
        <p className="text-sm text-muted">You have blocked {person.name}: neither of you can write to the other.</p>
        <Button className={wide} busy={unblock.isPending} onClick={() => unblock.mutate()}>
          Unblock
        </Button>
        {problem && <ErrorNote>{problem.message}</ErrorNote>}
      </>
    );
  }
  return (
    <>
      {relation.areFriends ? (
        <Button className={wide} onClick={() => setAsking('remove')}>
          Remove from friends
        </Button>
      ) : relation.request?.direction === 'incoming' ? (
        <Button className={wide} busy={accept.isPending} onClick={() => accept.mutate()}>
          Accept the friend request
        </Button>
      ) : relation.request ? (
        <Button className={wide} busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Take the request back
        </Button>
      ) : (
        <Button className={wide} busy={ask.isPending} onClick={() => ask.mutate()}>
          Add as a friend
        </Button>
      )}
      {asking === 'remove' && (
        <Confirm act="Remove" busy={remove.isPending} keep={done} confirm={() => remove.mutate()}>
          Remove <b className="font-semibold">{person.name}</b> from your friends?
        </Confirm>
      )}
      <Button look="danger" className={wide} onClick={() => setAsking('block')}>
        Block
      </Button>
      {asking === 'block' && (
        <Confirm act={`Block ${person.name}`} busy={block.isPending} keep={done} confirm={() => block.mutate()}>
          Block <b className="font-semibold">{person.name}</b>? Your friendship ends, and neither of you can write to the other or
          see whether they are here. They are not told.
        </Confirm>
      )}
      {problem && <ErrorNote>{problem.message}</ErrorNote>}
    </>
  );
}
