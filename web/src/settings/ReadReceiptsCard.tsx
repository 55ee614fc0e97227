import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { chatApi } from '../chat/chatApi';
import { Card } from '../design/Card';
import { ErrorNote, Skeleton } from '../design/Notices';

const key = ['account', 'receipts'] as const;

export function ReadReceiptsCard() {
  const queries = useQueryClient();
  const settings = useQuery({ queryKey: key, queryFn: chatApi.settings });
  const save = useMutation({
    mutationFn: (readReceipts: boolean) => chatApi.changeSettings({ readReceipts }),
    // Shown at once; when it was refused, as the server has it.
    onMutate: (readReceipts) => queries.setQueryData(key, { readReceipts }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <Card title="Read receipts" about="Whether others see how far you have read. Turned off, you do not see it of them either.">
      {settings.isPending && <Skeleton rows={1} label="Loading" />}
      {settings.isError && <ErrorNote>{settings.error.message}</ErrorNote>}
      {settings.data && (
        <label className="flex items-center gap-3">
          <input
            type="checkbox"
            checked={settings.data.readReceipts}
            onChange={(event) => save.mutate(event.target.checked)}
            className="size-5 accent-accent"
          />
          Show others what I have read
        </label>
      )}
      <p role="status" className="mt-2 text-sm text-muted">
        {save.isSuccess && 'Saved.'}
      </p>
      {save.isError && <ErrorNote>{save.error.message}</ErrorNote>}
    </Card>
  );
}
