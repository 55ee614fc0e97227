/** Which square of a picture is shown: its middle, as parts of the picture's size, and how near. */
export interface Crop {
  x: number;
  y: number;
  /** 1 shows as much as a square can. */
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export const nearest = 4;
export const wholeSquare: Crop = { x: 0.5, y: 0.5, zoom: 1 };

/** The square in pixels of the picture. */
export function squareOf(crop: Crop, { width, height }: Size): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / crop.zoom;
  return { left: crop.x * width - side / 2, top: crop.y * height - side / 2, side };
}

/** The same crop with its square inside the picture. */
export function inside(crop: Crop, size: Size): Crop {
  const zoom = Math.min(nearest, Math.max(1, crop.zoom));
  const half = Math.min(size.width, size.height) / zoom / 2;
  const within = (part: number, whole: number) => Math.min(whole - half, Math.max(half, part * whole)) / whole;
  return { zoom, x: within(crop.x, size.width), y: within(crop.y, size.height) };
}

/** The picture moved by so many pixels of a view that is `viewPx` wide: the square goes the other way. */
export function moved(crop: Crop, dx: number, dy: number, viewPx: number, size: Size): Crop {
  const { side } = squareOf(crop, size);
  const scale = side / viewPx;
  return inside({ ...crop, x: crop.x - (dx * scale) / size.width, y: crop.y - (dy * scale) / size.height }, size);
}
