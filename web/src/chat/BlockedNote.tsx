import { Button } from '../design/Button';
import { friendsApi } from '../friends/friend';
import { useFriendAct } from '../friends/useFriends';
import { nameOf, type Person } from '../people/person';

/** Stands where one writes, as nothing could be sent. */
export function BlockedNote({ person }: { person: Person }) {
  const unblock = useFriendAct(() => friendsApi.unblock(person.id));
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-center gap-3 border-t border-line bg-raised px-4 py-3 text-sm pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <span className="text-muted">You have blocked {nameOf(person)}. Neither of you can write here.</span>
      <Button busy={unblock.isPending} onClick={() => unblock.mutate()}>
        Unblock
      </Button>
      {unblock.isError && (
        <span role="alert" className="text-danger">
          {unblock.error.message}
        </span>
      )}
    </div>
  );
}
