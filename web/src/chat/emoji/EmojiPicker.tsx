import { useDeferredValue, useState, type ReactNode } from 'react';
import { Floating } from '../../design/Floating';
import { SearchField } from '../../design/SearchField';
import { CustomEmoji } from './CustomEmoji';
import { useCustomEmoji } from './customEmoji';
import { emojiGroups, findEmoji, recentEmoji, rememberEmoji } from './emoji';

interface Props {
  conversationId: string;
  anchor: DOMRect;
  label: string;
  pick: (emoji: string) => void;
  close: () => void;
}

/** All emoji by group, those of the conversation, and a search. */
export function EmojiPicker({ conversationId, anchor, label, pick, close }: Props) {
  const [typed, setTyped] = useState('');
  const query = useDeferredValue(typed.trim());
  const own = useCustomEmoji(conversationId);
  const choose = (emoji: string) => {
    rememberEmoji(emoji);
    close();
    pick(emoji);
  };
  const grid = (title: string, items: readonly { value: string; name: string; picture?: ReactNode }[]) =>
    items.length > 0 && (
      <section key={title} aria-label={title}>
        <h3 className="sticky top-0 bg-raised px-1 py-1 text-xs font-semibold text-muted">{title}</h3>
        <div className="grid grid-cols-8">
          {items.map(({ value, name, picture }) => (
            <button
              key={value}
              type="button"
              aria-label={name}
              title={name}
              onClick={() => choose(value)}
              className="flex aspect-square items-center justify-center rounded-lg text-2xl hover:bg-hover md:text-xl"
            >
              {picture ?? value}
            </button>
          ))}
        </div>
      </section>
    );
  const ownItems = own
    .filter((emoji) => emoji.name.includes(query.toLowerCase()))
    .map(({ name }) => ({
      value: `:${name}:`,
      name: `:${name}:`,
      picture: <CustomEmoji conversationId={conversationId} name={name} className="h-6" />,
    }));
  const named = (items: readonly { emoji: string; words: string }[]) =>
    items.map(({ emoji, words }) => ({ value: emoji, name: words }));
  const found = query ? findEmoji(query) : [];
  return (
    <Floating label={label} anchor={anchor} close={close} className="md:w-84">
      <div className="flex h-96 max-h-[70dvh] flex-col">
        <div className="p-2">
          <SearchField label="Find an emoji" value={typed} onChange={setTyped} />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
          {query ? (
            <>
              {grid('Of this conversation', ownItems)}
              {grid('Found', named(found))}
              {found.length + ownItems.length === 0 && <p className="p-4 text-center text-sm text-muted">No emoji is called that.</p>}
            </>
          ) : (
            <>
              {grid('Used last', recentEmoji().map((emoji) => ({ value: emoji, name: findEmoji(emoji)[0]?.words ?? emoji })))}
              {grid('Of this conversation', ownItems)}
              {emojiGroups.map((group) => grid(group.name, named(group.items)))}
            </>
          )}
        </div>
      </div>
    </Floating>
  );
}
