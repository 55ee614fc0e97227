import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountApi, sessionsKey, type DeviceSession } from '../account/accountApi';
import { usePages } from '../api/pages';
import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { Confirm } from '../design/Confirm';
import { Icon } from '../design/Icon';
import { ErrorNote } from '../design/Notices';
import { PagedList } from '../design/PagedList';
import { agoOf, dateOf } from '../design/when';

export function SessionsCard() {
  const list = usePages<DeviceSession>({ key: sessionsKey, get: accountApi.sessions });
  const [asking, setAsking] = useState(false);
  const endOthers = useEnding(accountApi.endOtherSessions, () => setAsking(false));
  return (
    <Card title="Where you are signed in">
      <PagedList list={list} label="Sessions" rows={2} className="divide-y divide-line" empty={null}>
        {(session) => <Row key={session.id} session={session} />}
      </PagedList>
      {list.items.length > 1 && (
        <div className="mt-3">
          {asking ? (
            <Confirm act="Sign out" busy={endOthers.isPending} keep={() => setAsking(false)} confirm={() => endOthers.mutate()}>
              Sign out everywhere but here?
            </Confirm>
          ) : (
            <Button look="danger" onClick={() => setAsking(true)}>
              Sign out all other devices
            </Button>
          )}
        </div>
      )}
      {endOthers.isError && <ErrorNote>{endOthers.error.message}</ErrorNote>}
    </Card>
  );
}

function Row({ session }: { session: DeviceSession }) {
  const end = useEnding(() => accountApi.endSession(session.id));
  const device = session.device ?? 'Unknown device';
  return (
    <li className="flex flex-wrap items-center gap-3 py-2.5">
      <Icon name="device" className="size-5 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{device}</span>
        <span className="block text-[13px] text-muted">
          {[session.address, session.current ? null : `used ${agoOf(session.lastUsedAt)}`, `since ${dateOf(session.createdAt)}`]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      {session.current ? (
        <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-[13px] font-medium text-accent-text">This one</span>
      ) : (
        <Button busy={end.isPending} aria-label={`Sign out ${device}`} onClick={() => end.mutate()}>
          Sign out
        </Button>
      )}
      {end.isError && <ErrorNote>{end.error.message}</ErrorNote>}
    </li>
  );
}

function useEnding(act: () => Promise<unknown>, done?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsKey }),
  });
}
