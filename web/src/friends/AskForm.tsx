import { useId, useState, type FormEvent } from 'react';
import { Button } from '../design/Button';
import { nameOf, type Person } from '../people/person';
import { friendsApi, longestNote } from './friend';
import { useFriendAct } from './useFriends';

/** Asks somebody for their friendship, with a few words if one likes. */
export function AskForm({ person, asked }: { person: Person; asked: (said: string) => void }) {
  const id = useId();
  const [note, setNote] = useState('');
  const ask = useFriendAct(
    () => friendsApi.ask(person.id, note.trim()),
    ({ status }) =>
      asked(
        status === 'accepted' ? `You and ${nameOf(person)} are friends now.` : `Request sent to ${nameOf(person)}.`,
      ),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    ask.mutate();
  }
  return (
    <form onSubmit={submit} className="mt-2 space-y-2">
      <label htmlFor={id} className="sr-only">
        A note to {nameOf(person)} (optional)
      </label>
      <textarea
        id={id}
        rows={2}
        autoFocus
        value={note}
        maxLength={longestNote}
        onChange={(event) => setNote(event.target.value)}
        placeholder="A note (optional)"
        className="w-full resize-none rounded-lg border border-line bg-raised px-3 py-2 text-sm placeholder:text-muted"
      />
      <Button type="submit" look="primary" busy={ask.isPending} className="w-full">
        Send request
      </Button>
      {ask.isError && (
        <p role="alert" className="text-[13px] text-danger">
          {ask.error.message}
        </p>
      )}
    </form>
  );
}
