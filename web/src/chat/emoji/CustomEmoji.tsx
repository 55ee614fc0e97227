import { useCustomEmoji, useEmojiPicture } from './customEmoji';

/** `:name:` as the conversation's picture; as text when it has none of that name. */
export function CustomEmoji({ conversationId, name, className = 'h-[1.35em]' }: { conversationId: string; name: string; className?: string }) {
  const emoji = useCustomEmoji(conversationId).find((each) => each.name === name);
  const picture = useEmojiPicture(emoji);
  return picture ? (
    <img src={picture} alt={`:${name}:`} title={`:${name}:`} draggable={false} className={`inline-block w-auto align-text-bottom ${className}`} />
  ) : (
    <>:{name}:</>
  );
}

/** An emoji of a reaction: as people see it, or one of the conversation's own. */
export function AnyEmoji({ conversationId, emoji }: { conversationId: string; emoji: string }) {
  const own = /^:(\w+):$/.exec(emoji);
  return own ? <CustomEmoji conversationId={conversationId} name={own[1]!} className="h-5" /> : <>{emoji}</>;
}
