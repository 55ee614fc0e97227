import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { accountApi, passkeysKey, type Passkey } from '../account/accountApi';
import { Button, IconButton } from '../design/Button';
import { Card } from '../design/Card';
import { Confirm } from '../design/Confirm';
import { Icon } from '../design/Icon';
import { ErrorNote, Skeleton } from '../design/Notices';
import { agoOf, dateOf } from '../design/when';
import { addPasskey, passkeysSupported } from '../session/passkeys';
import { deviceName } from './deviceName';

const longestName = 60;

export function PasskeysCard() {
  const queries = useQueryClient();
  const list = useQuery({ queryKey: passkeysKey, queryFn: accountApi.passkeys });
  const add = useMutation({
    mutationFn: () => addPasskey(deviceName(navigator.userAgent)),
    onSettled: () => queries.invalidateQueries({ queryKey: passkeysKey }),
  });
  return (
    <Card title="Passkeys" about="Log in with your fingerprint, face or screen lock, without a password.">
      {list.isPending && <Skeleton rows={1} label="Loading passkeys" />}
      {list.isError && <ErrorNote>{list.error.message}</ErrorNote>}
      {list.data?.length === 0 && <p className="mb-3 text-sm text-muted">You have none yet.</p>}
      <ul aria-label="Passkeys" className="mb-3 divide-y divide-line">
        {list.data?.map((passkey) => (
          <Row key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      {passkeysSupported ? (
        <Button look="primary" busy={add.isPending} onClick={() => add.mutate()}>
          Add a passkey
        </Button>
      ) : (
        <p className="text-sm text-muted">This browser cannot use passkeys here.</p>
      )}
      {add.isError && (
        <div className="mt-3">
          <ErrorNote>{add.error.message}</ErrorNote>
        </div>
      )}
    </Card>
  );
}

function Row({ passkey }: { passkey: Passkey }) {
  const [doing, setDoing] = useState<'rename' | 'remove' | null>(null);
  const done = () => setDoing(null);
  const remove = useChange(() => accountApi.removePasskey(passkey.id), done);
  return (
    <li className="py-2">
      <div className="flex items-center gap-3">
        <Icon name="key" className="size-5 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{passkey.name}</span>
          <span className="block text-[13px] text-muted">
            Added {dateOf(passkey.createdAt)}
            {passkey.lastUsedAt && `, used ${agoOf(passkey.lastUsedAt)}`}
          </span>
        </span>
        <IconButton icon="pencil" label={`Rename ${passkey.name}`} onClick={() => setDoing('rename')} />
        <IconButton icon="trash" label={`Remove ${passkey.name}`} onClick={() => setDoing('remove')} />
      </div>
      {doing === 'rename' && <Rename passkey={passkey} done={done} />}
      {doing === 'remove' && (
        <Confirm act="Remove" busy={remove.isPending} keep={done} confirm={() => remove.mutate()}>
          This passkey will no longer log you in. Your other devices are signed out.
        </Confirm>
      )}
      {remove.isError && <ErrorNote>{remove.error.message}</ErrorNote>}
    </li>
  );
}

function Rename({ passkey, done }: { passkey: Passkey; done: () => void }) {
  const [name, setName] = useState(passkey.name);
  const rename = useChange(() => accountApi.renamePasskey(passkey.id, name.trim()), done);
  function submit(event: FormEvent) {
    event.preventDefault();
    rename.mutate();
  }
  return (
    <form onSubmit={submit} className="mt-2 flex gap-2">
      <input
        aria-label="Name of the passkey"
        value={name}
        maxLength={longestName}
        autoFocus
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && done()}
        className="h-9 min-w-0 flex-1 rounded-lg border border-line bg-app px-3 text-sm"
      />
      <Button type="submit" look="primary" busy={rename.isPending} disabled={name.trim() === ''}>
        Save
      </Button>
      <Button onClick={done}>Cancel</Button>
      {rename.isError && <ErrorNote>{rename.error.message}</ErrorNote>}
    </form>
  );
}

function useChange(act: () => Promise<unknown>, done: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: passkeysKey }),
  });
}
