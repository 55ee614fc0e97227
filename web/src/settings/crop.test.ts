import { expect, test } from 'vitest';
import { inside, moved, squareOf, wholeSquare } from './crop';

const wide = { width: 400, height: 200 };

test('at first the largest square in the middle is shown', () => {
  expect(squareOf(wholeSquare, wide)).toEqual({ left: 100, top: 0, side: 200 });
});

test('nearer shows less of it', () => {
  expect(squareOf({ ...wholeSquare, zoom: 2 }, wide)).toEqual({ left: 150, top: 50, side: 100 });
});

test('the square never leaves the picture', () => {
  expect(squareOf(inside({ x: 0, y: 0, zoom: 1 }, wide), wide)).toEqual({ left: 0, top: 0, side: 200 });
  expect(squareOf(inside({ x: 2, y: 2, zoom: 2 }, wide), wide)).toEqual({ left: 300, top: 100, side: 100 });
  expect(inside({ x: 0.5, y: 0.5, zoom: 99 }, wide).zoom).toBe(4);
});

test('dragging the picture to the right shows more of its left', () => {
  expect(squareOf(moved(wholeSquare, 50, 0, 100, wide), wide).left).toBe(0);
  expect(squareOf(moved(wholeSquare, 25, 0, 100, wide), wide).left).toBe(50);
});
