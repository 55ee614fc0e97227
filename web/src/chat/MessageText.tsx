import { Fragment } from 'react';

const address = /https?:\/\/[^\s<>"']+/g;

/** Text only. Web addresses become links; nothing else is ever read as markup. */
export function MessageText({ text }: { text: string }) {
  return (
    <>
      {split(text).map((part, i) =>
        part.href ? (
          <a
            key={i}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent-text underline underline-offset-2"
          >
            {part.text}
          </a>
        ) : (
          <Fragment key={i}>{part.text}</Fragment>
        ),
      )}
    </>
  );
}

export function split(text: string): { text: string; href?: string }[] {
  const parts: { text: string; href?: string }[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    // A full stop or bracket after an address belongs to the sentence.
    const link = match[0].replace(/[.,;:!?)\]}]+$/, '');
    if (!URL.canParse(link)) {
      continue;
    }
    parts.push({ text: text.slice(from, match.index) }, { text: link, href: link });
    from = match.index + link.length;
  }
  parts.push({ text: text.slice(from) });
  return parts.filter((part) => part.text !== '');
}
