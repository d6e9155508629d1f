import type { Ellipse } from "./canvas.ts";

/** An ellipse in pixels: a pixel's centre lies at its column and row plus one half. */
export interface PixelEllipse {
  readonly row: number;
  readonly column: number;
  /** The half axes, the first at `angle` radians from the row's direction, downwards. */
  readonly radii: readonly [number, number];
  readonly angle: number;
}

/** An ellipse of the picture from -1 to 1, in its pixels. */
export function inPixels({ x, y, a, b, angle = 0 }: Ellipse, size: number): PixelEllipse {
  const place = (value: number) => ((value + 1) / 2) * size;
  return { row: place(y), column: place(x), radii: [(a * size) / 2, (b * size) / 2], angle };
}

/**
 * Whether a place lies within an ellipse, its border included.
 *
 * @example isWithin(lesion, { row: 20.5, column: 31.5 }) // the centre of pixel [20][31]
 */
export function isWithin(
  { row, column, radii: [first, second], angle }: PixelEllipse,
  place: { readonly row: number; readonly column: number },
): boolean {
  const [dx, dy] = [place.column - column, place.row - row];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ((dx * cos + dy * sin) / first) ** 2 + ((dy * cos - dx * sin) / second) ** 2 <= 1;
}
