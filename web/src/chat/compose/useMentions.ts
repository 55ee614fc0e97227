import { useId, useState, type KeyboardEvent } from 'react';
import { mentionQuery, withMention } from './mentionQuery';
import { useCandidates, type Candidate } from './useCandidates';

/** The menu of names that opens while one types an @. */
export function useMentions(text: string, put: (text: string, caret: number) => void) {
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const asked = mentionQuery(text, caret);
  const candidates = useCandidates(asked && asked.from !== dismissed ? asked.query : null);
  const open = candidates.length > 0;
  const at = Math.min(chosen, candidates.length - 1);

  function pick(candidate: Candidate) {
    if (asked) {
      const next = withMention(text, asked.from, caret, candidate.username);
      setChosen(0);
      put(next.text, next.caret);
    }
  }

  /** Says whether the key was for the menu. */
  function onKey(event: KeyboardEvent): boolean {
    if (!open || event.nativeEvent.isComposing) {
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        setChosen((at + (event.key === 'ArrowDown' ? 1 : candidates.length - 1)) % candidates.length);
        break;
      case 'Enter':
      case 'Tab':
        pick(candidates[at]!);
        break;
      case 'Escape':
        setDismissed(asked?.from ?? null);
        break;
      default:
        return false;
    }
    event.preventDefault();
    return true;
  }

  return { id, open, candidates, chosen: at, pick, onKey, setCaret };
}
