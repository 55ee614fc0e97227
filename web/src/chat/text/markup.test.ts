import { describe, expect, test } from 'vitest';
import { hostBehind, inlineOf, type Inline } from './inline';
import { markup, plainOf } from './markup';

/** The inline parts in a notation that is easy to compare. */
const brief = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'code':
          return `<code:${part.text}>`;
        case 'link':
          return `<link:${part.text}|${part.href}>`;
        case 'mention':
        case 'emoji':
          return `<${part.kind}:${part.name}>`;
        default:
          return `<${part.kind}:${brief(part.children)}>`;
      }
    })
    .join('');

describe('styles', () => {
  test.each([
    ['**a** *b* _c_ ~~d~~ ||e||', '<bold:a> <italic:b> <italic:c> <strike:d> <spoiler:e>'],
    ['**a *b* c**', '<bold:a <italic:b> c>'],
    ['***both***', '<bold:<italic:both>>'],
    ['`**not bold**`', '<code:**not bold**>'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['snake_case_name and _so on_', 'snake_case_name and <italic:so on>'],
    ['**never closed', '**never closed'],
    ['see *note. This is *important*', 'see *note. This is <italic:important>'],
    ['****', '****'],
    ['\\*as written\\*', '*as written*'],
    ['a || b || c', 'a || b || c'],
    ['`one line\nonly`', '`one line\nonly`'],
  ])('%s', (text, expected) => {
    expect(brief(inlineOf(text))).toBe(expected);
  });
});

describe('links', () => {
  test.each([
    ['see https://example.org/a?b=1, or (http://x.test).', 'see <link:https://example.org/a?b=1|https://example.org/a?b=1>, or (<link:http://x.test|http://x.test>).'],
    ['**https://x.test**', '<bold:<link:https://x.test|https://x.test>>'],
    ['[rules](https://example.org)', '<link:rules|https://example.org>'],
    ['[mail](mailto:ann@example.org)', '<link:mail|mailto:ann@example.org>'],
    ['[[x](https://x.test)', '[<link:x|https://x.test>'],
  ])('%s', (text, expected) => {
    expect(brief(inlineOf(text))).toBe(expected);
  });

  test('no other scheme is ever followed, and markup stays text', () => {
    const texts = [
      '[x](javascript:alert(1))',
      'javascript:alert(1)',
      '[x](data:text/html,x)',
      '[x](//x.test)',
      '[x](JaVaScRiPt://x.test/%0aalert(1))',
      '<b onclick="x()">hi</b>',
      'http://',
    ];
    for (const text of texts) {
      expect(brief(inlineOf(text))).toBe(text);
    }
  });

  test('where a link leads is shown unless its words are the address', () => {
    const host = (text: string) => hostBehind(inlineOf(text)[0] as { text: string; href: string });
    expect(host('https://example.org/')).toBeNull();
    expect(host('[example.org](https://example.org)')).toBeNull();
    expect(host('[https://bank.test](https://evil.test/bank.test)')).toBe('evil.test');
    expect(host('[rules](https://example.org/rules)')).toBe('example.org');
    expect(host('[write](mailto:ann@example.org)')).toBe('ann@example.org');
  });
});

describe('names', () => {
  test.each([
    ['hi @ann.berg, @here', 'hi <mention:ann.berg>, <mention:here>'],
    ['ann@example.org', 'ann@example.org'],
    ['@bob.', '<mention:bob>.'],
    ['`@bob` :tada: 10:30:15', '<code:@bob> <emoji:tada> 10:30:15'],
  ])('%s', (text, expected) => {
    expect(brief(inlineOf(text))).toBe(expected);
  });
});

describe('blocks', () => {
  test('quotes, lists and code stand apart from what is around', () => {
    const text = 'before\n> one\n> two\n- a\n- **b**\n3. x\n4. y\n```js\nlet a = "**";\n\n  b\n```\nafter';
    expect(
      markup(text).map((block) => {
        switch (block.kind) {
          case 'code':
            return `code:${block.text}`;
          case 'list':
            return `list${block.start ?? ''}:${block.items.map(brief).join('|')}`;
          default:
            return `${block.kind}:${brief(block.content)}`;
        }
      }),
    ).toEqual(['paragraph:before', 'quote:one\ntwo', 'list:a|<bold:b>', 'list3:x|y', 'code:let a = "**";\n\n  b', 'paragraph:after']);
  });

  test('a fence that is never closed is text', () => {
    expect(markup('```js\nlet a')).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text: '```js\nlet a' }] }]);
  });

  test('a list of conversations shows the words and keeps spoilers', () => {
    expect(plainOf('**hi**\n> @bob [x](https://x.test)\n||the butler||')).toBe('hi @bob x ▇▇▇');
  });
});

describe('whatever people write', () => {
  const pieces = ['*', '**', '_', '~~', '||', '`', '```', '[', '](', ')', 'https://x', '@a', ':b:', '\\', '\n', '> ', '- ', 'a', ' ', '🎉', '1. '];

  test('no text breaks it, and no letter of plain text is lost', () => {
    let seed = 1;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 1 + Math.floor(random() * 40) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      expect(() => markup(text), text).not.toThrow();
      expect((plainOf(text).match(/🎉/g) ?? []).length, text).toBeLessThanOrEqual((text.match(/🎉/g) ?? []).length);
    }
  });

  test('the time grows with the length, not with its square', () => {
    const size = 10_000;
    for (const piece of [...pieces, '[x](', '**a', '*a _b', '|| a', '](', '`\n', '@', 'h', '....https://x', '![[', '*_~~||']) {
      const text = piece.repeat(size);
      const begin = performance.now();
      markup(text);
      expect(performance.now() - begin, piece).toBeLessThan(1500);
    }
  });
});
