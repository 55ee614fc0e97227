import { useState } from 'react';
import type { Status } from '../presence/presence';
import { StatusDot } from '../presence/StatusDot';

// White letters keep AA contrast on each of these.
const colours = ['#b4234a', '#9a3412', '#8a5a00', '#3f6212', '#166534', '#0f6a6a', '#0c5f8c', '#3346b8', '#6d28b8', '#9d2389'];

interface Props {
  name: string;
  picture?: string | null;
  status?: Status;
  size?: string;
}

/** A round picture, or the first letter in a colour that belongs to the name while there is none. */
export function Avatar({ name, picture, status, size = 'size-9' }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={`relative inline-block shrink-0 ${size}`} aria-hidden="true">
      {picture && picture !== broken ? (
        <img
          src={picture}
          alt=""
          draggable={false}
          onError={() => setBroken(picture)}
          className="size-full rounded-full bg-hover object-cover select-none"
        />
      ) : (
        <span
          className="flex size-full items-center justify-center rounded-full text-sm font-semibold text-white uppercase select-none"
          style={{ backgroundColor: colourOf(name) }}
        >
          {[...name][0]}
        </span>
      )}
      {status && (
        <span className="absolute -right-1 -bottom-1 flex rounded-full bg-panel p-0.5">
          <StatusDot status={status} />
        </span>
      )}
    </span>
  );
}

function colourOf(name: string): string {
  // FNV-1a: short names that differ in one letter land far apart.
  let hash = 0x811c9dc5;
  for (const letter of name) {
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return colours[hash % colours.length]!;
}
