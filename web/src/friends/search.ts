/** Names that have a word beginning with what is typed, whatever the case and the accents. */
export function matches(person: { username: string; displayName?: string | null }, query: string): boolean {
  const wanted = plain(query.trim());
  return (
    wanted === '' ||
    [person.username, person.displayName ?? ''].some((name) =>
      plain(name)
        .split(/[\s._-]+/)
        .concat(plain(name))
        .some((word) => word.startsWith(wanted)),
    )
  );
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
