import type { ReactNode } from 'react';
import { Button } from './Button';
import { ErrorNote } from './Notices';
import type { useForm } from './useForm';

interface Props {
  form: ReturnType<typeof useForm>;
  /** What the button says. */
  submit: string;
  /** Said for a while after it worked. */
  done?: string;
  look?: 'primary' | 'quiet' | 'danger';
  /** As wide as the form, for a page that is nothing else. */
  wide?: boolean;
  disabled?: boolean;
  /** Beside the button. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Form({ form, submit, done, look = 'primary', wide = false, disabled, aside, children }: Props) {
  return (
    <form ref={form.ref} onSubmit={form.submit} noValidate className="space-y-1">
      {form.banner && (
        <div className="pb-3">
          <ErrorNote>{form.banner}</ErrorNote>
        </div>
      )}
      {children}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look={look} busy={form.busy} disabled={disabled} className={wide ? 'h-11 w-full' : 'h-9'}>
          {submit}
        </Button>
        {aside}
        <span role="status" className="text-sm text-muted">
          {done && form.done && !form.busy ? done : ''}
        </span>
      </div>
    </form>
  );
}

/** User names, addresses and codes are typed as they are. */
export const asIs = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const;
