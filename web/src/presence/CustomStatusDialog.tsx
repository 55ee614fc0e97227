import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '../app/live';
import { useStore } from '../app/store';
import { Button } from '../design/Button';
import { Dialog } from '../design/Dialog';
import { Field } from '../design/Field';
import { Form } from '../design/Form';
import { Select } from '../design/Select';
import { useForm } from '../design/useForm';
import { endOf, endings, type EndName } from './statusEnd';

const longestText = 128;
const offered = ['💬', '🎮', '🎧', '🍵', '📚', '🏃', '🚌', '🌴', '🤒', '🎉'];

/** A few words about oneself, with a picture and an end. */
export function CustomStatusDialog({ close }: { close: () => void }) {
  const { presence } = useLive();
  const own = useStore(presence.own);
  const [emoji, setEmoji] = useState(own?.emoji ?? '');
  const write = (text: string | null, symbol: string | null, until: string | null) =>
    presence.choose({ status: own?.status ?? 'auto', text, emoji: symbol, until });
  const form = useForm(
    async (data) => {
      const text = data.text!.trim() || null;
      await write(text, emoji.trim() || null, text || emoji ? endOf(data.until as EndName, new Date()) : null);
      close();
    },
    { optional: ['text', 'emoji'] },
  );
  const clear = useMutation({ mutationFn: () => write(null, null, null), onSuccess: close });
  return (
    <Dialog title="Your status text" close={close} className="max-w-md">
      <Form
        form={form}
        submit="Set status"
        aside={(own?.text || own?.emoji) && <Button busy={clear.isPending} onClick={() => clear.mutate()}>Clear it</Button>}
      >
        <Field
          label="What are you up to?"
          name="text"
          defaultValue={own?.text ?? ''}
          maxLength={longestText}
          autoFocus
          autoComplete="off"
          error={form.errors.text}
        />
        <Field
          label="Emoji"
          name="emoji"
          value={emoji}
          onChange={(event) => setEmoji(event.target.value)}
          maxLength={32}
          autoComplete="off"
          error={form.errors.emoji}
        />
        <div role="group" aria-label="Emoji to choose from" className="flex flex-wrap gap-1 pb-4">
          {offered.map((each) => (
            <button
              key={each}
              type="button"
              aria-label={`Use ${each}`}
              aria-pressed={emoji === each}
              onClick={() => setEmoji(emoji === each ? '' : each)}
              className={`size-9 rounded-lg text-lg hover:bg-hover ${emoji === each ? 'bg-accent-soft' : ''}`}
            >
              {each}
            </button>
          ))}
        </div>
        <Select label="Clear it after" name="until" defaultValue="never" options={endings} />
      </Form>
    </Dialog>
  );
}
