import { useLive } from '../../app/live';
import { go } from '../../app/route';
import { Dialog } from '../../design/Dialog';
import { Form } from '../../design/Form';
import { useForm } from '../../design/useForm';
import { chatApi } from '../chatApi';
import { RoomFields, settingsOf } from './RoomFields';

export function CreateRoomDialog({ close }: { close: () => void }) {
  const { chat } = useLive();
  const form = useForm(
    async (data) => {
      const room = chat.inbox.put(await chatApi.createRoom(settingsOf(data)));
      close();
      go({ page: 'conversation', id: room.id });
    },
    { optional: ['topic'] },
  );
  return (
    <Dialog title="Make a room" close={close} className="max-w-md">
      <p className="mb-4 text-sm text-muted">Rooms are open: everybody can find them and join.</p>
      <Form form={form} submit="Make the room">
        <RoomFields settings={{}} errors={form.errors} />
      </Form>
    </Dialog>
  );
}
