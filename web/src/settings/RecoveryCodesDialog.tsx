import { Button } from '../design/Button';
import { CopyButton } from '../design/CopyButton';
import { Dialog } from '../design/Dialog';
import { saveFile } from '../design/saveFile';

/** The only time that these codes are shown. */
export function RecoveryCodesDialog({ codes, close }: { codes: string[]; close: () => void }) {
  const text = codes.join('\n');
  return (
    <Dialog title="Your recovery codes" close={close}>
      <p className="mb-3 text-sm">
        Keep these where you find them without your phone. Each works once, instead of a code from the app. They are not shown
        again.
      </p>
      <ul aria-label="Recovery codes" className="grid grid-cols-2 gap-x-4 gap-y-1 rounded-lg bg-app p-3 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button onClick={() => saveFile(new Blob([`${text}\n`], { type: 'text/plain' }), 'onevone-recovery-codes.txt')}>
          Download
        </Button>
        <CopyButton text={text} label="Copy the codes" />
        <span className="flex-1" />
        <Button look="primary" onClick={close}>
          I have kept them
        </Button>
      </div>
    </Dialog>
  );
}
