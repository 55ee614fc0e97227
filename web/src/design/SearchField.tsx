import { useId } from 'react';
import { Icon } from './Icon';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

export function SearchField({ label, value, onChange, autoFocus }: Props) {
  const id = useId();
  return (
    <div className="relative">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 size-4 text-muted" />
      <input
        id={id}
        type="search"
        value={value}
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onChange('')}
        placeholder={label}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="h-9 w-full min-w-0 rounded-lg border border-line bg-raised pr-2 pl-8.5 text-sm placeholder:text-muted"
      />
    </div>
  );
}
