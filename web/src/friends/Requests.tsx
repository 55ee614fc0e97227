import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLive } from '../app/live';
import { nameOf, type Person } from '../chat/conversation';
import { Avatar } from '../design/Avatar';
import { IconButton } from '../design/Button';
import { agoOf } from '../design/when';
import { everythingOfFriends, friendsApi, requestsKey, type FriendRequest } from './friend';

export function Requests() {
  const incoming = useRequests('incoming');
  const outgoing = useRequests('outgoing');
  return (
    <>
      <Section title="Wants to be friends" requests={incoming}>
        {(request) => <Incoming key={request.id} request={request} />}
      </Section>
      <Section title="Waiting for an answer" requests={outgoing}>
        {(request) => <Outgoing key={request.id} request={request} />}
      </Section>
    </>
  );
}

function useRequests(direction: 'incoming' | 'outgoing'): FriendRequest[] {
  const { data } = useQuery({
    queryKey: requestsKey(direction),
    queryFn: () => friendsApi.requests(direction),
    refetchInterval: 60_000,
  });
  return data ?? [];
}

function Section(props: { title: string; requests: FriendRequest[]; children: (request: FriendRequest) => ReactNode }) {
  return props.requests.length === 0 ? null : (
    <section aria-label={props.title}>
      <h3 className="px-2 pt-3 pb-1 text-xs font-semibold tracking-wide text-muted uppercase">
        {props.title} · {props.requests.length}
      </h3>
      <ul>{props.requests.map(props.children)}</ul>
    </section>
  );
}

function Incoming({ request }: { request: FriendRequest }) {
  const accept = useAnswer(request, friendsApi.accept);
  const decline = useAnswer(request, friendsApi.decline);
  const busy = accept.isPending || decline.isPending;
  const name = nameOf(request.from);
  return (
    <Row person={request.from} sentAt={request.sentAt} problem={accept.error ?? decline.error}>
      <IconButton
        icon="check"
        label={`Accept ${name}`}
        disabled={busy}
        className="bg-accent-soft text-accent-text"
        onClick={() => accept.mutate()}
      />
      <IconButton icon="close" label={`Decline ${name}`} disabled={busy} onClick={() => decline.mutate()} />
    </Row>
  );
}

function Outgoing({ request }: { request: FriendRequest }) {
  const cancel = useAnswer(request, friendsApi.cancel);
  return (
    <Row person={request.to} sentAt={request.sentAt} problem={cancel.error}>
      <IconButton
        icon="close"
        label={`Cancel the request to ${nameOf(request.to)}`}
        disabled={cancel.isPending}
        onClick={() => cancel.mutate()}
      />
    </Row>
  );
}

function Row(props: { person: Person; sentAt: string; problem: Error | null; children: ReactNode }) {
  return (
    <li className="rounded-lg px-2 py-2">
      <div className="flex items-center gap-2">
        <Avatar name={props.person.username} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{nameOf(props.person)}</span>
          <span className="block truncate text-[13px] text-muted">{agoOf(props.sentAt)}</span>
        </span>
        {props.children}
      </div>
      {props.problem && (
        <p role="alert" className="mt-1 text-[13px] text-danger">
          {props.problem.message}
        </p>
      )}
    </li>
  );
}

function useAnswer(request: FriendRequest, act: (id: string) => Promise<unknown>) {
  const queries = useQueryClient();
  const { notifications } = useLive();
  return useMutation({
    mutationFn: () => act(request.id),
    onSuccess: () => notifications.readWhere((n) => n.requestId === request.id && n.kind === 'friend_request'),
    // When it was answered or withdrawn elsewhere, the list says so.
    onSettled: () => queries.invalidateQueries({ queryKey: everythingOfFriends }),
  });
}
