import type { ReactNode } from 'react';

/** One matter of a settings page: what it is, what it is for, and what can be done. */
export function Card({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-5 rounded-2xl border border-line bg-raised p-5">
      <h3 className="font-semibold">{title}</h3>
      {about && <p className="mt-0.5 text-sm text-muted">{about}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
