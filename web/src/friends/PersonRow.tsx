import { useState, type ReactNode } from 'react';
import { Button } from '../design/Button';
import { nameOf, type Person } from '../people/person';
import { PersonAvatar } from '../people/PersonAvatar';
import { showPerson } from '../people/personCard';
import { AskForm } from './AskForm';

interface Props {
  person: Person;
  isFriend?: boolean;
  /** Under the name. */
  line?: string;
  /** Beside the button that asks. */
  children?: ReactNode;
}

/** Somebody who is not a friend yet, with the way to change that. */
export function PersonRow({ person, isFriend = false, line = `@${person.username}`, children }: Props) {
  const [asking, setAsking] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const name = nameOf(person);
  return (
    <li className="rounded-lg px-2 py-2 hover:bg-hover">
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-label={`About ${name}`}
          className="flex min-w-0 flex-1 items-center gap-3 rounded-lg text-left"
          onClick={() => showPerson(person)}
        >
          <PersonAvatar person={person} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{name}</span>
            <span className="block truncate text-[13px] text-muted">{line}</span>
          </span>
        </button>
        {isFriend ? (
          <span className="text-[13px] text-muted">Friend</span>
        ) : (
          !sent && (
            <Button look="primary" aria-expanded={asking} aria-label={`Add ${name}`} onClick={() => setAsking(!asking)}>
              Add
            </Button>
          )
        )}
        {children}
      </div>
      {asking && !sent && <AskForm person={person} asked={setSent} />}
      <p role="status" className={sent ? 'mt-1 text-[13px] text-muted' : 'sr-only'}>
        {sent}
      </p>
    </li>
  );
}
