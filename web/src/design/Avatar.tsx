// White letters keep AA contrast on each of these.
const colours = ['#b4234a', '#9a3412', '#8a5a00', '#3f6212', '#166534', '#0f6a6a', '#0c5f8c', '#3346b8', '#6d28b8', '#9d2389'];

/** A round with the first letter, in a colour that belongs to the name. */
export function Avatar({ name, online, size = 'size-9' }: { name: string; online?: boolean; size?: string }) {
  // FNV-1a: short names that differ in one letter land far apart.
  let hash = 0x811c9dc5;
  for (const letter of name) {
    hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return (
    <span className={`relative inline-block shrink-0 ${size}`} aria-hidden="true">
      <span
        className="flex size-full items-center justify-center rounded-full text-sm font-semibold text-white uppercase select-none"
        style={{ backgroundColor: colours[hash % colours.length] }}
      >
        {[...name][0]}
      </span>
      {online !== undefined && (
        <span
          className={`absolute -right-0.5 -bottom-0.5 size-3.5 rounded-full border-[2.5px] border-panel ${online ? 'bg-online' : 'bg-offline'}`}
        />
      )}
    </span>
  );
}
