import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../account/useMe';
import { Button } from '../design/Button';
import { Confirm } from '../design/Confirm';
import { Dialog } from '../design/Dialog';
import { ErrorNote, Skeleton } from '../design/Notices';
import { Select } from '../design/Select';
import { dateOf, fullOf } from '../design/when';
import { accountKey, adminApi, adminKey, type Account, type Role } from './adminApi';
import { SuspendForm } from './SuspendForm';

const roles = [
  ['user', 'User'],
  ['moderator', 'Moderator'],
  ['admin', 'Admin'],
] as const;
const rank = (role: Role) => roles.findIndex(([each]) => each === role);

/** One account, and what an operator may do with it. */
export function AccountDialog({ id, close }: { id: string; close: () => void }) {
  const account = useQuery({ queryKey: accountKey(id), queryFn: () => adminApi.account(id) });
  return (
    <Dialog title={account.data ? `@${account.data.username}` : 'Account'} close={close} className="max-w-md">
      {account.isPending && <Skeleton rows={3} label="Loading" />}
      {account.isError && <ErrorNote>{account.error.message}</ErrorNote>}
      {account.data && (
        <>
          <Facts account={account.data} />
          <Acts account={account.data} />
        </>
      )}
    </Dialog>
  );
}

function Facts({ account }: { account: Account }) {
  const facts = [
    ['Name', account.displayName],
    ['E-mail', account.email],
    ['Here since', dateOf(account.createdAt)],
    ['Suspended', account.status === 'suspended' && (account.suspendedUntil ? `until ${fullOf(account.suspendedUntil)}` : 'without end')],
    ['Reason', account.suspensionReason],
    ['To be deleted', account.deletionAt && dateOf(account.deletionAt)],
  ] as const;
  return (
    <dl className="mb-5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Acts({ account }: { account: Account }) {
  const me = useMe();
  const [asking, setAsking] = useState<'suspend' | 'end' | null>(null);
  const done = () => setAsking(null);
  const unsuspend = useAct(() => adminApi.unsuspend(account.id));
  const endSessions = useAct(() => adminApi.endSessions(account.id), done);
  const setRole = useAct((role: Role) => adminApi.setRole(account.id, role));
  const problem = unsuspend.error ?? endSessions.error ?? setRole.error;
  // Nobody acts on their equals; an admin may change the role of another one.
  const above = rank(me.role) > rank(account.role);
  return (
    <div className="space-y-3">
      {me.role === 'admin' && account.id !== me.id && (
        <Select
          label="Role"
          value={account.role}
          options={roles}
          disabled={setRole.isPending}
          onChange={(event) => setRole.mutate(event.target.value as Role)}
        />
      )}
      {above ? (
        <div className="flex flex-wrap gap-2">
          {account.status === 'suspended' ? (
            <Button look="primary" busy={unsuspend.isPending} onClick={() => unsuspend.mutate(undefined)}>
              Lift the suspension
            </Button>
          ) : (
            <Button look="danger" onClick={() => setAsking('suspend')}>
              Suspend
            </Button>
          )}
          <Button onClick={() => setAsking('end')}>End all sessions</Button>
        </div>
      ) : (
        <p className="text-sm text-muted">You can act only on accounts whose role is below yours.</p>
      )}
      {asking === 'suspend' && <SuspendForm id={account.id} done={done} />}
      {asking === 'end' && (
        <Confirm act="End them" busy={endSessions.isPending} keep={done} confirm={() => endSessions.mutate(undefined)}>
          @{account.username} is signed out everywhere, and may log in again.
        </Confirm>
      )}
      {problem && <ErrorNote>{problem.message}</ErrorNote>}
    </div>
  );
}

export function useAct<T>(act: (with_: T) => Promise<unknown>, done?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: adminKey }),
  });
}
