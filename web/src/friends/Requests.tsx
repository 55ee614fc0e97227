import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLive } from '../app/live';
import { IconButton } from '../design/Button';
import { PagedList } from '../design/PagedList';
import { agoOf } from '../design/when';
import { nameOf, type Person } from '../people/person';
import { PersonAvatar } from '../people/PersonAvatar';
import { showPerson } from '../people/personCard';
import { everythingOfFriends, friendsApi, type Direction, type FriendRequest } from './friend';
import { useRequests } from './useFriends';

export function Requests() {
  return (
    <>
      <Section title="Wants to be friends" direction="incoming" empty="Nobody is waiting for your answer.">
        {(request) => <Incoming key={request.id} request={request} />}
      </Section>
      <Section title="Waiting for an answer" direction="outgoing" empty="You are waiting for nobody’s answer.">
        {(request) => <Outgoing key={request.id} request={request} />}
      </Section>
    </>
  );
}

interface SectionProps {
  title: string;
  direction: Direction;
  empty: string;
  children: (request: FriendRequest) => ReactNode;
}

function Section({ title, direction, empty, children }: SectionProps) {
  const list = useRequests(direction);
  const total = list.first?.total ?? 0;
  return (
    <section aria-label={title}>
      <h3 className="px-2 pt-3 pb-1 text-xs font-semibold tracking-wide text-muted uppercase">
        {title}
        {total > 0 && ` · ${total}`}
      </h3>
      <PagedList list={list} label={title} rows={2} empty={<p className="px-2 py-2 text-sm text-muted">{empty}</p>}>
        {children}
      </PagedList>
    </section>
  );
}

function Incoming({ request }: { request: FriendRequest }) {
  const accept = useAnswer(request, friendsApi.accept);
  const decline = useAnswer(request, friendsApi.decline);
  const busy = accept.isPending || decline.isPending;
  const name = nameOf(request.from);
  return (
    <Row person={request.from} request={request} problem={accept.error ?? decline.error}>
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
    <Row person={request.to} request={request} problem={cancel.error}>
      <IconButton
        icon="close"
        label={`Cancel the request to ${nameOf(request.to)}`}
        disabled={cancel.isPending}
        onClick={() => cancel.mutate()}
      />
    </Row>
  );
}

function Row(props: { person: Person; request: FriendRequest; problem: Error | null; children: ReactNode }) {
  const { person, request } = props;
  return (
    <li className="rounded-lg px-2 py-2">
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-label={`About ${nameOf(person)}`}
          className="flex min-w-0 flex-1 items-center gap-3 rounded-lg text-left"
          onClick={() => showPerson(person)}
        >
          <PersonAvatar person={person} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{nameOf(person)}</span>
            <span className="block truncate text-[13px] text-muted">{agoOf(request.sentAt)}</span>
          </span>
        </button>
        {props.children}
      </div>
      {request.note && (
        <p className="mt-1 ml-12 rounded-lg bg-hover px-3 py-1.5 text-sm break-words whitespace-pre-wrap">{request.note}</p>
      )}
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
