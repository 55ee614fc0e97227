/** The rules of a password as the server holds them; what is common it alone knows. */
export const shortestPassword = 8;
export const longestPassword = 128;

export interface Advice {
  strength: 'none' | 'short' | 'weak' | 'fair' | 'good' | 'strong';
  text: string;
}

/**
 * What to tell somebody while they choose a password. Length is what makes one strong, so nothing asks for digits or signs;
 * repeated letters, runs and one's own name count for little.
 */
export function adviceOf(password: string, own: readonly string[] = []): Advice {
  const length = [...password].length;
  if (length === 0) {
    return { strength: 'none', text: `At least ${shortestPassword} characters. A few random words are best.` };
  }
  if (length < shortestPassword) {
    return { strength: 'short', text: `Too short: ${shortestPassword - length} more.` };
  }
  if (length > longestPassword) {
    return { strength: 'short', text: `Too long: at most ${longestPassword} characters.` };
  }
  const worth = worthOf(password.toLowerCase(), own);
  if (worth < 9) {
    return { strength: 'weak', text: 'Weak: easy to guess. Add a word or two.' };
  }
  if (worth < 12) {
    return { strength: 'fair', text: 'Fair. Longer is better.' };
  }
  return worth < 18 ? { strength: 'good', text: 'Good.' } : { strength: 'strong', text: 'Strong.' };
}

/** How many characters are news: not the same as, nor the next after, the one before, nor part of one's own name. */
function worthOf(password: string, own: readonly string[]): number {
  let rest = password;
  for (const word of own) {
    if (word.length >= 3) {
      rest = rest.replaceAll(word.toLowerCase(), '');
    }
  }
  const codes = [...rest].map((letter) => letter.codePointAt(0)!);
  const news = codes.filter((code, i) => i === 0 || Math.abs(code - codes[i - 1]!) > 1).length;
  return Math.min(news, new Set(codes).size * 2);
}
