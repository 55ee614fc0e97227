type Style = 'bold' | 'italic' | 'strike' | 'spoiler';

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: Style; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; name: string }
  | { kind: 'emoji'; name: string };

const marks: readonly (readonly [string, Style])[] = [
  ['**', 'bold'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
];

const address = /https?:\/\/[^\s<>"'`|]+/y;
const mention = /@([A-Za-z0-9_.-]{1,20}[A-Za-z0-9_])/y;
const emoji = /:([a-z0-9_]{2,32}):/y;
const word = /[\p{L}\p{N}_]/u;
const escapable = '\\`*_~|[]()>#@:-';

/**
 * One pass from left to right. A style is open at most once at a time: a mark that opens it again takes the place of the
 * older one, which stays text. So nothing nests deeper than there are styles, and what is closed is moved once.
 */
export function inlineOf(text: string): Inline[] {
  return new Reader(text).read();
}

class Reader {
  private readonly text: string;
  private readonly out: Inline[] = [];
  /** Where the mark of each open style stands in `out`. */
  private readonly open = new Map<Style, { at: number; mark: string }>();
  private plain = '';
  private at = 0;
  private readonly next = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
  }

  read(): Inline[] {
    while (this.at < this.text.length) {
      const letter = this.text[this.at]!;
      const taken =
        (letter === '\\' && this.escape()) ||
        (letter === '`' && this.code()) ||
        (letter === '[' && this.link()) ||
        (letter === 'h' && this.address()) ||
        (letter === '@' && this.mention()) ||
        (letter === ':' && this.emoji()) ||
        ('*~|_'.includes(letter) && this.mark());
      if (!taken) {
        this.plain += letter;
        this.at++;
      }
    }
    this.flush();
    return merged(this.out);
  }

  private escape(): boolean {
    const letter = this.text[this.at + 1];
    if (letter === undefined || !escapable.includes(letter)) {
      return false;
    }
    this.plain += letter;
    this.at += 2;
    return true;
  }

  private code(): boolean {
    const close = this.find('`', this.at + 1);
    const lineEnd = this.find('\n', this.at + 1);
    if (close < 0 || close === this.at + 1 || (lineEnd >= 0 && lineEnd < close)) {
      return false;
    }
    this.push({ kind: 'code', text: this.text.slice(this.at + 1, close) }, close + 1);
    return true;
  }

  /** `[words](address)`; without a second `[` in the words, so that each is looked at once. */
  private link(): boolean {
    const middle = this.find('](', this.at + 1);
    const again = this.find('[', this.at + 1);
    const close = middle < 0 ? -1 : this.find(')', middle + 2);
    if (close < 0 || (again >= 0 && again < middle) || middle === this.at + 1) {
      return false;
    }
    const href = safe(this.text.slice(middle + 2, close));
    if (!href) {
      return false;
    }
    this.push({ kind: 'link', text: this.text.slice(this.at + 1, middle), href }, close + 1);
    return true;
  }

  private address(): boolean {
    const found = this.match(address);
    if (!found || this.wordBefore()) {
      return false;
    }
    const link = trimmed(found[0]);
    const href = safe(link);
    if (!href) {
      return false;
    }
    this.push({ kind: 'link', text: link, href }, this.at + link.length);
    return true;
  }

  private mention(): boolean {
    const found = this.match(mention);
    // Not within a word, as an e-mail address is.
    if (!found || this.wordBefore() || '@.'.includes(this.text[this.at - 1] ?? ' ')) {
      return false;
    }
    this.push({ kind: 'mention', name: found[1]! }, this.at + found[0].length);
    return true;
  }

  private emoji(): boolean {
    const found = this.match(emoji);
    if (!found || this.wordBefore()) {
      return false;
    }
    this.push({ kind: 'emoji', name: found[1]! }, this.at + found[0].length);
    return true;
  }

  private mark(): boolean {
    const [mark, style] = this.markHere() ?? [];
    if (!mark || !style) {
      return false;
    }
    const before = this.text[this.at - 1] ?? ' ';
    const after = this.text[this.at + mark.length] ?? ' ';
    const begun = this.open.get(style);
    this.flush();
    if (begun?.mark === mark && /\S/.test(before) && begun.at < this.out.length - 1 && !(mark === '_' && word.test(after))) {
      const children = merged(this.out.splice(begun.at + 1));
      this.out[begun.at] = { kind: style, children };
      // What was opened inside and not closed there stays text.
      for (const [other, { at }] of this.open) {
        if (at >= begun.at) {
          this.open.delete(other);
        }
      }
    } else {
      this.out.push({ kind: 'text', text: mark });
      if (/\S/.test(after) && !(mark === '_' && word.test(before))) {
        this.open.set(style, { at: this.out.length - 1, mark });
      }
    }
    this.at += mark.length;
    return true;
  }

  /** Of `***` the inner one closes first. */
  private markHere(): readonly [string, Style] | undefined {
    const italic = this.open.get('italic');
    if (italic?.mark === '*' && italic.at > (this.open.get('bold')?.at ?? Infinity) && this.text.startsWith('***', this.at)) {
      return ['*', 'italic'];
    }
    return marks.find(([mark]) => this.text.startsWith(mark, this.at));
  }

  /** Where something comes next. Remembered, so that the text is searched once for each. */
  private find(what: string, from: number): number {
    let at = this.next.get(what);
    if (at === undefined || (at >= 0 && at < from)) {
      at = this.text.indexOf(what, from);
      this.next.set(what, at);
    }
    return at;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  private wordBefore(): boolean {
    return this.at > 0 && word.test(this.text[this.at - 1]!);
  }

  private push(part: Inline, to: number): void {
    this.flush();
    this.out.push(part);
    this.at = to;
  }

  private flush(): void {
    if (this.plain !== '') {
      this.out.push({ kind: 'text', text: this.plain });
      this.plain = '';
    }
  }
}

function merged(parts: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      out[out.length - 1] = { kind: 'text', text: last.text + part.text };
    } else {
      out.push(part);
    }
  }
  return out;
}

/** The address if it is one that may be followed: nothing that a browser would run. */
function safe(text: string): string | null {
  if (!/^(https?:\/\/|mailto:)\S+$/i.test(text)) {
    return null;
  }
  try {
    const url = new URL(text);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? text : null;
  } catch {
    return null;
  }
}

/** A full stop or bracket after an address belongs to the sentence. */
function trimmed(link: string): string {
  let end = link.length;
  while (end > 0 && '.,;:!?)]}*_~'.includes(link[end - 1]!)) {
    end--;
  }
  return link.slice(0, end);
}

/** Where a link leads, when the words do not say it themselves. */
export function hostBehind({ text, href }: { text: string; href: string }): string | null {
  const bare = (address: string) => address.trim().replace(/^(https?:\/\/|mailto:)/i, '').replace(/\/$/, '').toLowerCase();
  if (bare(text) === bare(href)) {
    return null;
  }
  return href.toLowerCase().startsWith('mailto:') ? bare(href) : new URL(href).host;
}
