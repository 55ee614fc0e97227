import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { ErrorNote, Skeleton } from '../design/Notices';
import { dateOf } from '../design/when';
import { friendsApi, type Friend } from '../friends/friend';
import { useBlocks, useFriendAct } from '../friends/useFriends';
import { nameOf } from '../people/person';
import { PersonAvatar } from '../people/PersonAvatar';

export function BlockedCard() {
  const blocks = useBlocks();
  return (
    <Card title="Blocked people">
      {blocks.isPending && <Skeleton rows={1} label="Loading" />}
      {blocks.isError && !blocks.data && <ErrorNote>{blocks.error.message}</ErrorNote>}
      {blocks.data?.length === 0 && <p className="text-sm text-muted">You have blocked nobody.</p>}
      <ul aria-label="Blocked people" className="divide-y divide-line">
        {blocks.data?.map((block) => (
          <Row key={block.user.id} block={block} />
        ))}
      </ul>
    </Card>
  );
}

function Row({ block: { user, since } }: { block: Friend }) {
  const unblock = useFriendAct(() => friendsApi.unblock(user.id));
  return (
    <li className="flex items-center gap-3 py-2">
      <PersonAvatar person={user} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{nameOf(user)}</span>
        <span className="block text-[13px] text-muted">Since {dateOf(since)}</span>
      </span>
      <Button busy={unblock.isPending} aria-label={`Unblock ${nameOf(user)}`} onClick={() => unblock.mutate()}>
        Unblock
      </Button>
      {unblock.isError && <ErrorNote>{unblock.error.message}</ErrorNote>}
    </li>
  );
}
