import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button, IconButton } from '../../design/Button';
import { ErrorNote } from '../../design/Notices';
import { CustomEmoji } from '../emoji/CustomEmoji';
import { emojiApi, emojiKey, useCustomEmoji } from '../emoji/customEmoji';

/** The conversation's own emoji: small pictures that are written as `:name:`. */
export function EmojiSettings({ conversationId }: { conversationId: string }) {
  const queries = useQueryClient();
  const list = useCustomEmoji(conversationId);
  const [name, setName] = useState('');
  const [picture, setPicture] = useState<File | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const onSettled = () => queries.invalidateQueries({ queryKey: emojiKey(conversationId) });
  const add = useMutation({
    mutationFn: (what: { name: string; picture: File }) => emojiApi.add(conversationId, what.name, what.picture),
    onSuccess: () => {
      setName('');
      setPicture(null);
      file.current!.value = '';
    },
    onSettled,
  });
  const remove = useMutation({ mutationFn: (which: string) => emojiApi.remove(conversationId, which), onSettled });
  const problem = add.error ?? remove.error;
  return (
    <section aria-label="Own emoji" className="mt-6 border-t border-line pt-4">
      <h3 className="font-semibold">Own emoji</h3>
      <p className="text-sm text-muted">PNG, GIF or WebP of at most 64 kB. They are written as :name:.</p>
      <ul aria-label="Own emoji" className="my-3 flex flex-wrap gap-2">
        {list.map((emoji) => (
          <li key={emoji.name} className="flex items-center gap-1.5 rounded-lg border border-line pl-2 text-sm">
            <CustomEmoji conversationId={conversationId} name={emoji.name} className="h-6" />
            <span className="text-muted">{emoji.name}</span>
            <IconButton icon="close" label={`Remove ${emoji.name}`} className="size-7" onClick={() => remove.mutate(emoji.name)} />
          </li>
        ))}
      </ul>
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (picture) {
            add.mutate({ name, picture });
          }
        }}
      >
        <input
          value={name}
          onChange={(event) => setName(event.target.value.toLowerCase().replace(/[^a-z0-9_]/g, ''))}
          aria-label="Name of the emoji"
          placeholder="name"
          maxLength={32}
          className="h-9 w-32 rounded-lg border border-line bg-app px-2.5 text-sm"
        />
        <input
          ref={file}
          type="file"
          accept="image/png,image/gif,image/webp"
          aria-label="Picture of the emoji"
          onChange={(event) => setPicture(event.target.files?.[0] ?? null)}
          className="w-48 text-sm file:mr-2 file:rounded-lg file:border-0 file:bg-hover file:px-2.5 file:py-1.5 file:text-text"
        />
        <Button type="submit" busy={add.isPending} disabled={name.length < 2 || !picture}>
          Add
        </Button>
      </form>
      {problem && (
        <div className="pt-3">
          <ErrorNote>{problem.message}</ErrorNote>
        </div>
      )}
    </section>
  );
}
