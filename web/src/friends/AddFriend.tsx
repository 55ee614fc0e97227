import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useId, useState, type FormEvent } from 'react';
import { useLive } from '../app/live';
import { nameOf, type Person } from '../chat/conversation';
import { Avatar } from '../design/Avatar';
import { Button } from '../design/Button';
import { friendsApi, friendsKey, everythingOfFriends, type Friend } from './friend';

const pauseMs = 250;
const sayForMs = 6000;

/** Asks somebody by user name; names that begin like what is typed are offered. */
export function AddFriend() {
  const { me } = useLive();
  const queries = useQueryClient();
  const id = useId();
  const [name, setName] = useState('');
  const ask = useMutation({
    mutationFn: (username: string) => friendsApi.ask(username),
    onSuccess: () => setName(''),
    onSettled: () => queries.invalidateQueries({ queryKey: everythingOfFriends }),
  });
  const { isSuccess, reset } = ask;
  useEffect(() => {
    if (isSuccess) {
      const timer = setTimeout(reset, sayForMs);
      return () => clearTimeout(timer);
    }
  }, [isSuccess, reset]);
  const found = useMatches(name.trim());
  const friends = new Set(queries.getQueryData<Friend[]>(friendsKey)?.map((friend) => friend.user.id));
  const offered = found.filter((person) => person.id !== me.id && !friends.has(person.id)).slice(0, 5);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '') {
      ask.mutate(name.trim());
    }
  }

  return (
    <div className="shrink-0 px-4 pb-2">
      <form onSubmit={submit} className="flex gap-2">
        <label htmlFor={id} className="sr-only">
          Add a friend by user name
        </label>
        <input
          id={id}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            ask.reset();
          }}
          onKeyDown={(event) => event.key === 'Escape' && setName('')}
          placeholder="Add by user name"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-describedby={`${id}-note`}
          className="h-9 w-full min-w-0 rounded-lg border border-line bg-raised px-3 text-sm placeholder:text-muted"
        />
        <Button type="submit" look="primary" busy={ask.isPending} disabled={name.trim() === ''}>
          Add
        </Button>
      </form>
      {offered.length > 0 && <Offers people={offered} busy={ask.isPending} ask={ask.mutate} />}
      <p
        id={`${id}-note`}
        role="status"
        className={`mt-1 min-h-5 text-[13px] ${ask.isError ? 'text-danger' : 'text-muted'}`}
      >
        {ask.isError && ask.error.message}
        {ask.isSuccess &&
          (ask.data.status === 'accepted'
            ? `You and ${other(ask.data.from, ask.data.to, me.id)} are friends now.`
            : `Request sent to ${other(ask.data.to, ask.data.from, me.id)}.`)}
      </p>
    </div>
  );
}

function Offers({ people, busy, ask }: { people: Person[]; busy: boolean; ask: (username: string) => void }) {
  return (
    <ul aria-label="People found" className="mt-2 rounded-lg border border-line bg-raised p-1">
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            disabled={busy}
            className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover"
            onClick={() => ask(person.username)}
          >
            <Avatar name={person.username} size="size-7" />
            <span className="min-w-0 flex-1 truncate">{person.username}</span>
            <span className="text-accent-text">
              Ask<span className="sr-only"> to be friends</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function useMatches(prefix: string): Person[] {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(prefix), pauseMs);
    return () => clearTimeout(timer);
  }, [prefix]);
  const { data } = useQuery({
    queryKey: ['people', settled],
    queryFn: () => friendsApi.search(settled),
    enabled: settled.length >= 2,
  });
  return useDeferredValue(prefix.length >= 2 && prefix === settled ? (data?.items ?? none) : none);
}

const none: Person[] = [];

function other(first: Person, second: Person, me: string): string {
  return nameOf(first.id === me ? second : first);
}
