import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountApi, twoFactorKey } from '../account/accountApi';
import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { Confirm } from '../design/Confirm';
import { ErrorNote, Skeleton } from '../design/Notices';
import { RecoveryCodesDialog } from './RecoveryCodesDialog';
import { SetUpTwoFactorDialog } from './SetUpTwoFactorDialog';

export function TwoFactorCard() {
  const queries = useQueryClient();
  const state = useQuery({ queryKey: twoFactorKey, queryFn: accountApi.twoFactor });
  const [settingUp, setSettingUp] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  async function changed(recoveryCodes: string[] | null) {
    setCodes(recoveryCodes);
    await queries.invalidateQueries({ queryKey: twoFactorKey });
    await accountApi.me();
  }
  return (
    <Card title="Second step" about="A code from an app on your phone, besides the password.">
      {state.isPending && <Skeleton rows={1} label="Loading" />}
      {state.isError && <ErrorNote>{state.error.message}</ErrorNote>}
      {state.data?.enabled && <Enabled codesLeft={state.data.recoveryCodesLeft} changed={changed} />}
      {state.data?.enabled === false && (
        <Button look="primary" onClick={() => setSettingUp(true)}>
          Set up
        </Button>
      )}
      {settingUp && (
        <SetUpTwoFactorDialog
          close={() => setSettingUp(false)}
          enabled={(recoveryCodes) => {
            setSettingUp(false);
            void changed(recoveryCodes);
          }}
        />
      )}
      {codes && <RecoveryCodesDialog codes={codes} close={() => setCodes(null)} />}
    </Card>
  );
}

function Enabled({ codesLeft, changed }: { codesLeft: number; changed: (codes: string[] | null) => Promise<void> }) {
  const [asking, setAsking] = useState<'disable' | 'renew' | null>(null);
  const renew = useMutation({
    mutationFn: accountApi.newRecoveryCodes,
    onSuccess: ({ recoveryCodes }) => changed(recoveryCodes),
    onSettled: () => setAsking(null),
  });
  const disable = useMutation({
    mutationFn: accountApi.disableTwoFactor,
    onSuccess: () => changed(null),
    onSettled: () => setAsking(null),
  });
  const problem = renew.error ?? disable.error;
  return (
    <div className="space-y-3">
      <p>
        It is on.{' '}
        <span className={codesLeft <= 2 ? 'font-medium text-danger' : 'text-muted'}>
          {codesLeft === 1 ? '1 recovery code is left.' : `${codesLeft} recovery codes are left.`}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsking('renew')}>New recovery codes</Button>
        <Button look="danger" onClick={() => setAsking('disable')}>
          Switch off
        </Button>
      </div>
      {asking === 'renew' && (
        <Confirm act="Make new codes" busy={renew.isPending} keep={() => setAsking(null)} confirm={() => renew.mutate()}>
          The codes that you have now will no longer work.
        </Confirm>
      )}
      {asking === 'disable' && (
        <Confirm act="Switch off" busy={disable.isPending} keep={() => setAsking(null)} confirm={() => disable.mutate()}>
          The password alone will then be enough. Your other devices are signed out.
        </Confirm>
      )}
      {problem && <ErrorNote>{problem.message}</ErrorNote>}
    </div>
  );
}
