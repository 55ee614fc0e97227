import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type ChangeEvent } from 'react';
import { accountApi } from '../account/accountApi';
import { useMe } from '../account/useMe';
import { Avatar } from '../design/Avatar';
import { Button } from '../design/Button';
import { Card } from '../design/Card';
import { ErrorNote } from '../design/Notices';
import { AvatarCropper } from './AvatarCropper';
import { isUploaded, readPicture } from './picture';

export function AvatarCard() {
  const me = useMe();
  const file = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const remove = useMutation({ mutationFn: accountApi.removeAvatar });
  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const chosen = event.target.files?.[0];
    // The same file may be chosen again after a change of mind.
    event.target.value = '';
    if (chosen) {
      const read = await readPicture(chosen);
      setUnreadable(read === null);
      setPicture(read);
    }
  }
  return (
    <Card title="Picture" about="PNG, JPEG or WebP. You choose the part that is shown.">
      <div className="flex flex-wrap items-center gap-4">
        <Avatar name={me.username} picture={me.avatarUrl} size="size-20" />
        <div className="flex flex-wrap gap-2">
          <input
            ref={file}
            type="file"
            accept="image/png,image/jpeg,image/webp"
            aria-label="Picture file"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void choose(event)}
          />
          <Button look="primary" onClick={() => file.current?.click()}>
            Choose a picture
          </Button>
          {isUploaded(me.avatarUrl) && (
            <Button busy={remove.isPending} onClick={() => remove.mutate()}>
              Remove
            </Button>
          )}
        </div>
      </div>
      {unreadable && (
        <div className="mt-3">
          <ErrorNote>This file is not a picture that the browser can read. Choose a PNG, JPEG or WebP.</ErrorNote>
        </div>
      )}
      {remove.isError && (
        <div className="mt-3">
          <ErrorNote>{remove.error.message}</ErrorNote>
        </div>
      )}
      {picture && <AvatarCropper picture={picture} close={() => setPicture(null)} />}
    </Card>
  );
}
