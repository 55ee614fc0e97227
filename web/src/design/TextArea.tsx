import { useId, type TextareaHTMLAttributes } from 'react';

interface Props extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string;
  error?: string;
  hint?: string;
}

/** A labelled text of several lines; see Field. */
export function TextArea({ label, error, hint, ...area }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <textarea
        {...area}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-note`}
        className={`w-full resize-none rounded-lg border bg-app px-3 py-2 placeholder:text-muted ${error ? 'border-danger' : 'border-line'}`}
      />
      <p id={`${id}-note`} className={`mt-1 min-h-5 text-[13px] ${error ? 'text-danger' : 'text-muted'}`}>
        {error ?? hint}
      </p>
    </div>
  );
}
