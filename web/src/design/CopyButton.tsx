import { useEffect, useState } from 'react';
import { IconButton } from './Button';

const sayForMs = 2000;

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said) {
      const timer = setTimeout(() => setSaid(''), sayForMs);
      return () => clearTimeout(timer);
    }
  }, [said]);
  function copy() {
    // Without https there is no clipboard for scripts; what stands there can still be selected.
    (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setSaid('Copied'),
      () => setSaid('Select it and copy by hand'),
    );
  }
  return (
    <span className="inline-flex items-center gap-1">
      <IconButton icon={said === 'Copied' ? 'check' : 'copy'} label={label} onClick={copy} />
      <span role="status" className="text-[13px] text-muted">
        {said}
      </span>
    </span>
  );
}
