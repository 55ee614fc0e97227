import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { accountApi } from '../account/accountApi';
import { Button } from '../design/Button';
import { Dialog } from '../design/Dialog';
import { ErrorNote } from '../design/Notices';
import { inside, moved, nearest, wholeSquare } from './crop';
import { cutOut, draw } from './picture';

const viewPx = 256;
const stepPx = 8;
const arrows: Record<string, [number, number]> = {
  ArrowLeft: [stepPx, 0],
  ArrowRight: [-stepPx, 0],
  ArrowUp: [0, stepPx],
  ArrowDown: [0, -stepPx],
};

/** Chooses the part of a picture by dragging, or with the arrow keys, and how near by the slider. */
export function AvatarCropper({ picture, close }: { picture: ImageBitmap; close: () => void }) {
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [crop, setCrop] = useState(wholeSquare);
  const upload = useMutation({
    mutationFn: async () => accountApi.setAvatar(await cutOut(picture, crop)),
    onSuccess: close,
  });
  useEffect(() => draw(canvas.current!, picture, crop), [picture, crop]);

  function drag(event: PointerEvent) {
    if (event.buttons === 1) {
      setCrop((from) => moved(from, event.movementX, event.movementY, viewPx, picture));
    }
  }
  function key(event: KeyboardEvent) {
    const by = arrows[event.key];
    if (by) {
      event.preventDefault();
      setCrop((from) => moved(from, by[0], by[1], viewPx, picture));
    }
  }
  return (
    <Dialog title="Your picture" close={close}>
      <div className="flex flex-col items-center gap-4">
        <canvas
          ref={canvas}
          width={viewPx * 2}
          height={viewPx * 2}
          role="img"
          tabIndex={0}
          aria-label="The part that is shown. Move it with the arrow keys."
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onKeyDown={key}
          className="size-64 cursor-move touch-none rounded-full bg-hover"
        />
        <div className="w-64">
          <label htmlFor={id} className="mb-1 block text-sm font-medium">
            Nearer
          </label>
          <input
            id={id}
            type="range"
            min={1}
            max={nearest}
            step={0.01}
            value={crop.zoom}
            onChange={(event) => setCrop(inside({ ...crop, zoom: Number(event.target.value) }, picture))}
            className="w-full accent-accent"
          />
        </div>
        {upload.isError && <ErrorNote>{upload.error.message}</ErrorNote>}
        <Button look="primary" busy={upload.isPending} className="h-10 w-64" onClick={() => upload.mutate()}>
          Use this picture
        </Button>
      </div>
    </Dialog>
  );
}
