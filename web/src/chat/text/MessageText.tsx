import { Fragment, useState, type ReactNode } from 'react';
import { hostBehind, type Inline } from './inline';
import { markup, type Block } from './markup';
import { CustomEmoji } from '../emoji/CustomEmoji';
import { MentionName } from './MentionName';

interface Props {
  text: string;
  conversationId: string;
  /** Who is named; undefined while nobody has said, as the message is on its way. */
  mentions?: readonly string[];
  mentionsEveryone?: string;
  /** Stands at the end of the last line. */
  children?: ReactNode;
}

/** What somebody wrote, drawn as elements: nothing in it is ever read as markup of the page. */
export function MessageText({ children, ...message }: Props) {
  const blocks = markup(message.text);
  const last = blocks.at(-1);
  return (
    <div className={`break-words ${isOnlyEmoji(message.text) ? 'text-3xl leading-snug' : ''}`}>
      {blocks.map((block, i) => (
        <Fragment key={i}>{drawn(block, message, block === last)}</Fragment>
      ))}
      {children}
    </div>
  );
}

function drawn(block: Block, message: Omit<Props, 'children'>, isLast: boolean): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      // What follows the last words stands beside them.
      return isLast ? (
        <p className="inline whitespace-pre-wrap">{inline(block.content, message)}</p>
      ) : (
        <p className="whitespace-pre-wrap">{inline(block.content, message)}</p>
      );
    case 'quote':
      return <blockquote className="my-0.5 border-l-3 border-line pl-3 whitespace-pre-wrap text-muted">{inline(block.content, message)}</blockquote>;
    case 'code':
      return (
        <pre className="my-1 max-w-full overflow-x-auto rounded-lg border border-line bg-app px-3 py-2 font-mono text-[13px]">
          <code>{block.text}</code>
        </pre>
      );
    case 'list': {
      const items = block.items.map((item, i) => <li key={i}>{inline(item, message)}</li>);
      return block.start === null ? (
        <ul className="my-0.5 list-disc pl-6">{items}</ul>
      ) : (
        <ol start={block.start} className="my-0.5 list-decimal pl-7">
          {items}
        </ol>
      );
    }
  }
}

function inline(parts: readonly Inline[], message: Omit<Props, 'children'>): ReactNode {
  return parts.map((part, i) => {
    switch (part.kind) {
      case 'text':
        return <Fragment key={i}>{part.text}</Fragment>;
      case 'bold':
        return <strong key={i}>{inline(part.children, message)}</strong>;
      case 'italic':
        return <em key={i}>{inline(part.children, message)}</em>;
      case 'strike':
        return <s key={i}>{inline(part.children, message)}</s>;
      case 'spoiler':
        return <Spoiler key={i}>{inline(part.children, message)}</Spoiler>;
      case 'code':
        return (
          <code key={i} className="rounded bg-hover px-1 py-0.5 font-mono text-[0.87em]">
            {part.text}
          </code>
        );
      case 'link':
        return <Link key={i} text={part.text} href={part.href} />;
      case 'mention':
        return <MentionName key={i} name={part.name} mentions={message.mentions} everyone={message.mentionsEveryone} />;
      case 'emoji':
        return <CustomEmoji key={i} conversationId={message.conversationId} name={part.name} />;
    }
  });
}

function Link({ text, href }: { text: string; href: string }) {
  const host = hostBehind({ text, href });
  return (
    <>
      <a
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="break-words text-accent-text underline underline-offset-2"
      >
        {text}
      </a>
      {host && <span className="text-[0.87em] text-muted"> ({host})</span>}
    </>
  );
}

function Spoiler({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  return shown ? (
    <span className="rounded bg-hover px-0.5">{children}</span>
  ) : (
    <button
      type="button"
      aria-label="Spoiler, click to show"
      title="Spoiler, click to show"
      className="rounded bg-muted px-0.5 align-baseline text-transparent select-none"
      onClick={() => setShown(true)}
    >
      <span aria-hidden="true" className="pointer-events-none">
        {children}
      </span>
    </button>
  );
}

const onlyEmoji = /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*\s*){1,3}$/u;

function isOnlyEmoji(text: string): boolean {
  return text.length < 40 && onlyEmoji.test(text);
}
