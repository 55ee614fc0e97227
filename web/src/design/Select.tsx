import { useId, type SelectHTMLAttributes } from 'react';

interface Props extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  hint?: string;
  /** Value and what to say for it. */
  options: readonly (readonly [string, string])[];
}

export function Select({ label, hint, options, className = '', ...select }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <select
        {...select}
        id={id}
        aria-describedby={hint ? `${id}-note` : undefined}
        className="h-11 w-full rounded-lg border border-line bg-app px-2.5"
      >
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <p id={`${id}-note`} className="mt-1 min-h-5 text-[13px] text-muted">
        {hint}
      </p>
    </div>
  );
}
