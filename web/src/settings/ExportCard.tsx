import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { accountApi, exportKey, type DataExport } from '../account/accountApi';
import { Problem } from '../api/problem';
import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { Icon } from '../design/Icon';
import { ErrorNote, Skeleton } from '../design/Notices';
import { saveFile } from '../design/saveFile';
import { dateOf, fullOf } from '../design/when';

const lookAgainMs = 2000;

export function ExportCard() {
  const queries = useQueryClient();
  const latest = useQuery({
    queryKey: exportKey,
    queryFn: () => accountApi.export().catch(noneYet),
    refetchInterval: ({ state }) => state.data?.status === 'gathering' && lookAgainMs,
  });
  const request = useMutation({
    mutationFn: accountApi.requestExport,
    onSuccess: (started) => queries.setQueryData(exportKey, started),
  });
  const download = useMutation({
    mutationFn: async () => saveFile(await accountApi.downloadExport(), 'onevone-my-data.zip'),
  });
  const found = latest.data;
  const problem = request.error ?? download.error ?? latest.error;
  return (
    <Card title="Your data" about="Everything that is kept of you here, as one ZIP file.">
      {latest.isPending && <Skeleton rows={1} label="Loading" />}
      <div className="space-y-3">
        {found?.status === 'gathering' && <Progress of={found} />}
        {found?.status === 'ready' && (
          <>
            <p className="text-sm">
              Ready since {fullOf(found.readyAt ?? found.requestedAt)}
              {found.expiresAt && `; kept until ${dateOf(found.expiresAt)}`}.
            </p>
            <Button look="primary" busy={download.isPending} onClick={() => download.mutate()}>
              <Icon name="download" className="size-4" />
              Download
            </Button>
          </>
        )}
        {found?.status !== 'gathering' && latest.isSuccess && (
          <Button busy={request.isPending} onClick={() => request.mutate()}>
            {found ? 'Gather it anew' : 'Gather my data'}
          </Button>
        )}
        {problem && <ErrorNote>{problem.message}</ErrorNote>}
      </div>
    </Card>
  );
}

function Progress({ of: { services } }: { of: DataExport }) {
  const done = services.filter((each) => each.done).length;
  return (
    <div role="status" className="space-y-1.5 text-sm">
      <p>
        We are gathering it: {done} of {services.length} parts are there. You may leave this page.
      </p>
      <div
        role="progressbar"
        aria-label="Progress"
        aria-valuenow={done}
        aria-valuemax={services.length}
        className="h-2 overflow-hidden rounded-full bg-hover"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${(100 * done) / (services.length || 1)}%` }} />
      </div>
    </div>
  );
}

function noneYet(error: unknown): null {
  if (Problem.of(error).status === 404) {
    return null;
  }
  throw error;
}
