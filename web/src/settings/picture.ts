import { squareOf, type Crop } from './crop';

/** What the server makes of any picture is not larger, so nothing larger need travel. */
export const avatarPx = 512;

/** Null when the browser cannot read it. Turned as the camera was held. */
export function readPicture(file: Blob): Promise<ImageBitmap | null> {
  return createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
}

export function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, crop: Crop): void {
  const context = canvas.getContext('2d')!;
  const { left, top, side } = squareOf(crop, picture);
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
}

/** The chosen square as a file. Drawing it anew leaves behind where and when it was taken. */
export async function cutOut(picture: ImageBitmap, crop: Crop): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = avatarPx;
  draw(canvas, picture, crop);
  // A browser that cannot write WebP answers with PNG, which is fine too.
  const file = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  if (!file) {
    throw new Error('The browser could not write the picture.');
  }
  return file;
}

/** Who has uploaded none has a drawn one, under an address of its own kind. */
export function isUploaded(avatarUrl: string | null): boolean {
  return avatarUrl !== null && !avatarUrl.includes('/avatars/default/');
}
