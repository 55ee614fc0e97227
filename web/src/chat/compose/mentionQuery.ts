/** What is being typed after an @ in front of the caret; null when nobody is being named. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const found = /(?:^|[^\w@.])@([\w.-]{0,20})$/.exec(text.slice(Math.max(0, caret - 24), caret));
  return found ? { from: caret - found[1]!.length - 1, query: found[1]!.toLowerCase() } : null;
}

/** The text with a name in the place of what was typed, and where the caret stands then. */
export function withMention(text: string, from: number, caret: number, name: string): { text: string; caret: number } {
  const rest = text.slice(caret);
  const put = `@${name}${rest.startsWith(' ') ? '' : ' '}`;
  return { text: text.slice(0, from) + put + rest, caret: from + put.length + (rest.startsWith(' ') ? 1 : 0) };
}
