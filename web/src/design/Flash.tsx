import { useEffect } from 'react';
import { useStore } from '../app/store';
import { said } from './flash';

const shownForMs = 4000;

export function Flash() {
  const now = useStore(said);
  useEffect(() => {
    if (now) {
      const timer = setTimeout(() => said.set(null), shownForMs);
      return () => clearTimeout(timer);
    }
  }, [now]);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-3 bottom-24 z-50 flex justify-center">
      {now && (
        <p className={`max-w-md rounded-xl px-4 py-2 text-sm shadow-xl ${now.bad ? 'bg-danger-soft text-danger' : 'bg-text text-app'}`}>
          {now.text}
        </p>
      )}
    </div>
  );
}
