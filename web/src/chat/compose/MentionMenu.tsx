import { Icon } from '../../design/Icon';
import { PersonAvatar } from '../../people/PersonAvatar';
import type { Candidate } from './useCandidates';

interface Props {
  id: string;
  candidates: readonly Candidate[];
  chosen: number;
  pick: (candidate: Candidate) => void;
}

/** Stands above the composer; the keys that move in it are the composer's. */
export function MentionMenu({ id, candidates, chosen, pick }: Props) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="People to name"
      className="absolute inset-x-3 bottom-full z-20 mb-1 max-w-sm overflow-hidden rounded-xl border border-line bg-raised p-1 shadow-xl md:inset-x-4"
    >
      {candidates.map((candidate, i) => (
        <li
          key={candidate.username}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === chosen}
          // The focus stays where one types.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => pick(candidate)}
          className={`flex cursor-pointer items-center gap-2.5 rounded-lg px-2 py-1.5 ${i === chosen ? 'bg-accent-soft' : 'hover:bg-hover'}`}
        >
          {candidate.id ? (
            <PersonAvatar person={{ id: candidate.id, username: candidate.username }} size="size-7" />
          ) : (
            <Icon name="people" className="size-7 p-1 text-muted" />
          )}
          <span className="min-w-0 truncate text-sm">
            <b className="font-medium">{candidate.name}</b> <span className="text-muted">@{candidate.username}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
