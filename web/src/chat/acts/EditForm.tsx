import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Problem } from '../../api/problem';
import { Button } from '../../design/Button';
import { ErrorNote } from '../../design/Notices';
import { chatApi } from '../chatApi';
import { lengthOf, longestMessage } from '../compose/limits';
import type { Message } from '../message';
import { usePane } from './pane';

/** Stands in the place of the text that is changed. */
export function EditForm({ message }: { message: Message }) {
  const { absorb, edit, ask } = usePane();
  const [text, setText] = useState(message.body);
  // The text that the person saw when they began; a later one is not overwritten unseen. A reaction meanwhile does no harm.
  const begun = useRef(message);
  const box = useRef<HTMLTextAreaElement>(null);
  const trimmed = text.trim();
  const save = useMutation({
    mutationFn: () =>
      chatApi.edit(message.id, trimmed, (message.body === begun.current.body ? message : begun.current).version),
    onSuccess: (changed) => {
      absorb(changed);
      edit(null);
    },
    onError: (error) => {
      if (Problem.of(error).code === 'message.changed') {
        begun.current = message;
      }
    },
  });

  useEffect(() => {
    const area = box.current!;
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
  }, []);

  function submit() {
    if (trimmed === begun.current.body) {
      edit(null);
    } else if (trimmed === '') {
      edit(null);
      ask('delete', message);
    } else if (!save.isPending) {
      save.mutate();
    }
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      edit(null);
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && matchMedia('(hover: hover)').matches) {
      event.preventDefault();
      submit();
    }
  }

  return (
    <form
      className="my-1 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={box}
        value={text}
        rows={Math.min(8, text.split('\n').length + 1)}
        aria-label="Change the message"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        className="block w-full resize-none rounded-lg border border-accent-text bg-app px-3 py-2 outline-none"
      />
      {save.isError && <ErrorNote>{save.error.message}</ErrorNote>}
      <div className="flex items-center gap-2">
        <Button type="submit" look="primary" busy={save.isPending} disabled={lengthOf(trimmed) > longestMessage}>
          Save
        </Button>
        <Button onClick={() => edit(null)}>Cancel</Button>
        {lengthOf(trimmed) > longestMessage && (
          <span role="alert" className="text-[13px] text-danger">
            {lengthOf(trimmed) - longestMessage} characters too long
          </span>
        )}
      </div>
    </form>
  );
}
