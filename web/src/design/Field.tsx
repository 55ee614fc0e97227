import { useId, useState, type InputHTMLAttributes } from 'react';
import { IconButton } from './Button';

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  error?: string;
  hint?: string;
}

/** A labelled input whose error takes the place of its hint, so the form keeps its height. */
export function Field({ label, error, hint, type = 'text', ...input }: Props) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const secret = type === 'password';
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          type={secret && shown ? 'text' : type}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-note`}
          className={`h-11 w-full rounded-lg border bg-app px-3 placeholder:text-muted ${secret ? 'pr-11' : ''} ${error ? 'border-danger' : 'border-line'}`}
        />
        {secret && (
          <IconButton
            icon="eye"
            label={shown ? 'Hide password' : 'Show password'}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="absolute top-1 right-1"
          />
        )}
      </div>
      <p id={`${id}-note`} className={`mt-1 min-h-5 text-[13px] ${error ? 'text-danger' : 'text-muted'}`}>
        {error ?? hint}
      </p>
    </div>
  );
}
