import { useQueryClient } from '@tanstack/react-query';
import { Form } from '../design/Form';
import { Select } from '../design/Select';
import { TextArea } from '../design/TextArea';
import { useForm } from '../design/useForm';
import { adminApi, adminKey } from './adminApi';

const ends = [
  ['1', '1 day'],
  ['7', '1 week'],
  ['30', '30 days'],
  ['', 'Without end'],
] as const;

/** The reason is shown to the person when they try to log in. */
export function SuspendForm({ id, done }: { id: string; done: () => void }) {
  const queries = useQueryClient();
  const form = useForm(
    async (data) => {
      const days = Number(data.days);
      const until = days > 0 ? new Date(Date.now() + days * 24 * 60 * 60_000).toISOString() : null;
      await adminApi.suspend(id, data.reason!.trim(), until);
      await queries.invalidateQueries({ queryKey: adminKey });
      done();
    },
    { optional: ['days'] },
  );
  return (
    <div className="rounded-lg border border-line bg-app p-3">
      <Form form={form} submit="Suspend" look="danger">
        <TextArea
          label="Reason"
          name="reason"
          rows={2}
          maxLength={500}
          autoFocus
          error={form.errors.reason}
          hint="The person reads this when they try to log in"
        />
        <Select label="For how long" name="days" defaultValue="7" options={ends} />
      </Form>
    </div>
  );
}
