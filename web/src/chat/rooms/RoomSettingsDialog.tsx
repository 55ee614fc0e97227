import { useLive } from '../../app/live';
import { Dialog } from '../../design/Dialog';
import { say } from '../../design/flash';
import { Form } from '../../design/Form';
import { useForm } from '../../design/useForm';
import { usePane } from '../acts/pane';
import { chatApi } from '../chatApi';
import { EmojiSettings } from './EmojiSettings';
import { RoomFields, settingsOf } from './RoomFields';

export function RoomSettingsDialog({ close }: { close: () => void }) {
  const { chat } = useLive();
  const { conversation } = usePane();
  const { id, name, topic, history, slowMode, settingsSeq } = conversation;
  const form = useForm(
    async (data) => {
      const next = settingsOf(data);
      const before = { name: name ?? '', topic, history, slowMode };
      // Only what is another: who may set one thing need not be allowed all.
      const changed = Object.fromEntries(Object.entries(next).filter(([key, value]) => value !== before[key as keyof typeof before]));
      if (Object.keys(changed).length > 0) {
        chat.inbox.put(await chatApi.change(id, changed, settingsSeq));
        say('Saved');
      }
      close();
    },
    { optional: ['topic'] },
  );
  return (
    <Dialog title="Settings" close={close} className="max-w-md">
      <Form form={form} submit="Save">
        <RoomFields settings={{ name: name ?? '', topic, history, slowMode }} errors={form.errors} />
      </Form>
      <EmojiSettings conversationId={id} />
    </Dialog>
  );
}
