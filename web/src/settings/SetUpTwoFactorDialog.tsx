import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { accountApi } from '../account/accountApi';
import { Button } from '../design/Button';
import { CopyButton } from '../design/CopyButton';
import { Dialog } from '../design/Dialog';
import { Form } from '../design/Form';
import { ErrorNote, Skeleton } from '../design/Notices';
import { useForm } from '../design/useForm';
import { CodeField } from '../session/CodeField';

interface Props {
  close: () => void;
  enabled: (recoveryCodes: string[]) => void;
}

export function SetUpTwoFactorDialog({ close, enabled }: Props) {
  const setUp = useMutation({ mutationFn: accountApi.setUpTwoFactor });
  const { mutate } = setUp;
  const begun = useRef(false);
  useEffect(() => {
    // Each call makes another secret, and in development effects run twice.
    if (!begun.current) {
      begun.current = true;
      mutate();
    }
  }, [mutate]);
  return (
    <Dialog title="Set up the second step" close={close}>
      {(setUp.isIdle || setUp.isPending) && <Skeleton rows={3} label="Loading" />}
      {setUp.isError && (
        <div className="space-y-3">
          <ErrorNote>{setUp.error.message}</ErrorNote>
          <Button onClick={() => mutate()}>Try again</Button>
        </div>
      )}
      {setUp.data && <Enable {...setUp.data} enabled={enabled} />}
    </Dialog>
  );
}

function Enable(props: { secret: string; uri: string; qrSvg: string; enabled: Props['enabled'] }) {
  const form = useForm(
    async (data) => {
      const { recoveryCodes } = await accountApi.enableTwoFactor(data.code!.trim());
      props.enabled(recoveryCodes);
    },
    { fieldOf: { 'two_factor.code_invalid': 'code' } },
  );
  return (
    <>
      <p className="mb-3 text-sm">
        Scan this with an authenticator app, or <a href={props.uri} className="text-accent-text underline">open it there</a>.
      </p>
      {/* As a picture it cannot bring any script, whatever stands in it. */}
      <img
        src={`data:image/svg+xml,${encodeURIComponent(props.qrSvg)}`}
        alt="QR code of the secret"
        className="mx-auto size-48 rounded-lg bg-white p-2"
      />
      <div className="my-3 flex items-center justify-center gap-2 text-sm">
        <code className="break-all">{props.secret.match(/.{1,4}/g)?.join(' ')}</code>
        <CopyButton text={props.secret} label="Copy the secret" />
      </div>
      <Form form={form} submit="Switch on" wide>
        <CodeField error={form.errors.code} recovery={false} />
      </Form>
    </>
  );
}
