import { useRef, useState, type FormEvent } from 'react';
import { Problem } from '../api/problem';

/** What the fields of a form hold, by name. */
export type Data = Record<string, string>;

interface Options {
  /** Codes of answers that belong to one field, although they are about the whole request. */
  fieldOf?: Record<string, string>;
  /** Fields that may stay empty. */
  optional?: readonly string[];
  /** Says yes when it dealt with the failure itself. */
  onProblem?: (problem: Problem, data: Data) => boolean;
}

/** A form that sends what its fields hold, and puts each message of the server beside the field that it is about. */
export function useForm(act: (data: Data) => Promise<unknown>, { fieldOf = {}, optional = [], onProblem }: Options = {}) {
  const ref = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [banner, setBanner] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !ref.current) {
      return;
    }
    const data = Object.fromEntries([...new FormData(ref.current)].map(([key, value]) => [key, String(value)]));
    const empty = Object.entries(data).filter(([key, value]) => value.trim() === '' && !optional.includes(key));
    if (empty.length > 0) {
      show(Object.fromEntries(empty.map(([key]) => [key, 'Please fill this in.'])), null);
      return;
    }
    setBusy(true);
    setDone(false);
    show({}, null);
    try {
      await act(data);
      setDone(true);
    } catch (error) {
      const refused = Problem.of(error);
      if (!onProblem?.(refused, data)) {
        const field = fieldOf[refused.code];
        show(field ? { [field]: refused.message } : perField(refused, data), field ? null : refused.message);
      }
    } finally {
      setBusy(false);
    }
  }

  function show(next: Record<string, string>, message: string | null) {
    setErrors(next);
    // What the server says of the whole is for programs when every field has a sentence of its own.
    setBanner(message && Object.keys(next).length > 0 ? 'Please check the marked fields.' : message);
    const first = Object.keys(next)[0];
    const input = first && ref.current?.elements.namedItem(first);
    if (input instanceof HTMLElement) {
      input.focus();
    }
  }

  return { ref, busy, done, banner, errors, submit: (event: FormEvent) => void submit(event) };
}

/** The server's messages by field; names are compared without regard to case. */
function perField(problem: Problem, data: Data): Record<string, string> {
  const found = Object.entries(problem.errors).flatMap(([name, messages]) => {
    const key = Object.keys(data).find((k) => k.toLowerCase() === name.toLowerCase());
    return key && messages[0] ? [[key, messages[0]] as const] : [];
  });
  return Object.fromEntries(found);
}
