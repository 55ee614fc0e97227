import { useEffect, type ReactNode } from 'react';

/** The page of somebody who is not signed in: the name of the site, one card, and a way elsewhere below it. */
export function SignInFrame({ title, children, below }: { title: string; children: ReactNode; below?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – OneVOne`;
  }, [title]);
  return (
    <div className="grid min-h-full place-items-center p-4">
      <main className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-3">
          <img src="/icon.svg" alt="" className="size-10" />
          <span className="text-2xl font-semibold tracking-tight">OneVOne</span>
        </div>
        <div className="rounded-2xl border border-line bg-raised p-6 shadow-sm">
          <h1 className="mb-4 text-lg font-semibold">{title}</h1>
          {children}
        </div>
        <div className="mt-5 space-y-2 text-center text-sm text-muted">{below}</div>
      </main>
    </div>
  );
}

export function TextButton({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <button type="button" className="rounded font-medium text-accent-text hover:underline" onClick={onClick}>
      {children}
    </button>
  );
}
