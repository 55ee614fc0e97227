import { inlineOf, type Inline } from './inline';

/**
 * What people may do with text: bold, italic, strike, code, spoiler, links, quotes, lists and code blocks, as in
 * docs/decisions/markdown-is-stored-as-written.md. The result is plain data that is drawn as elements; nothing that people
 * write ever reaches the page as markup. Every step is linear in the length of the text.
 */
export type Block =
  | { kind: 'paragraph' | 'quote'; content: Inline[] }
  | { kind: 'list'; start: number | null; items: Inline[][] }
  | { kind: 'code'; text: string };

const fence = '```';

export function markup(text: string): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf(fence, from);
    const close = open < 0 ? -1 : text.indexOf(fence, open + fence.length);
    if (close < 0) {
      blocks.push(...linesOf(text.slice(from)));
      return blocks;
    }
    const code = codeOf(text.slice(open + fence.length, close));
    if (code !== '') {
      blocks.push(...linesOf(text.slice(from, open)), { kind: 'code', text: code });
    } else {
      blocks.push(...linesOf(text.slice(from, close + fence.length)));
    }
    from = close + fence.length;
  }
}

/** Without the name of a language, which may stand behind the fence, and the line breaks around. */
function codeOf(text: string): string {
  const firstEnd = text.indexOf('\n');
  const named = firstEnd > 0 && firstEnd < 20 && /^[\w+#-]+$/.test(text.slice(0, firstEnd).trim());
  return (named ? text.slice(firstEnd + 1) : text).replace(/^\n/, '').trimEnd();
}

const item = /^(?:[-*]|(\d{1,3})[.)]) +(\S.*)$/;
const quoted = /^> ?(.*)$/;

function linesOf(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let quote: string[] = [];
  let list: { start: number | null; items: Inline[][] } | null = null;

  function close() {
    const words = paragraph.join('\n').replace(/^\n+|\n+$/g, '');
    if (words !== '') {
      blocks.push({ kind: 'paragraph', content: inlineOf(words) });
    }
    if (quote.length > 0) {
      blocks.push({ kind: 'quote', content: inlineOf(quote.join('\n')) });
    }
    if (list) {
      blocks.push({ kind: 'list', ...list });
    }
    paragraph = [];
    quote = [];
    list = null;
  }

  for (const line of text.split('\n')) {
    const inQuote = quoted.exec(line);
    const inList = inQuote ? null : item.exec(line);
    if (inQuote) {
      if (quote.length === 0) {
        close();
      }
      quote.push(inQuote[1]!);
    } else if (inList) {
      const start = inList[1] === undefined ? null : Number(inList[1]);
      if (!list || (list.start === null) !== (start === null)) {
        close();
        list = { start, items: [] };
      }
      list.items.push(inlineOf(inList[2]!));
    } else {
      if (quote.length > 0 || list) {
        close();
      }
      paragraph.push(line);
    }
  }
  close();
  return blocks;
}

/** The words alone, on one line, for lists and quotations; spoilers stay hidden there. */
export function plainOf(text: string): string {
  return markup(text)
    .map((block) => {
      switch (block.kind) {
        case 'code':
          return block.text;
        case 'list':
          return block.items.map(words).join(', ');
        default:
          return words(block.content);
      }
    })
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function words(content: readonly Inline[]): string {
  return content
    .map((part) => {
      switch (part.kind) {
        case 'spoiler':
          return '▇▇▇';
        case 'bold':
        case 'italic':
        case 'strike':
          return words(part.children);
        case 'mention':
          return `@${part.name}`;
        case 'emoji':
          return `:${part.name}:`;
        default:
          return part.text;
      }
    })
    .join('');
}
