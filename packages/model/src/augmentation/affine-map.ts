import type { Draw } from "./draws.ts";

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** The upper two rows of a 3 x 3 matrix whose last row is 0, 0, 1. */
export type AffineMap = readonly [number, number, number, number, number, number];

const IDENTITY: AffineMap = [1, 0, 0, 0, 1, 0];

/**
 * From an output's (row, column) to the input's: `M = R T Sh Z` about the centre, in x and y, after the flips of the output.
 *
 * `R = [[cos, -sin], [sin, cos]]` of theta, `T` the shift, `Sh = [[1, -sin], [0, cos]]` of the shear, `Z = diag(zx, zy)`,
 * and the centre lies at (extent - 1) / 2. Source: Keras `apply_affine_transform`.
 */
export function mapOf(draw: Draw, { height, width }: Size): AffineMap {
  const theta = radians(draw.theta);
  const shear = radians(draw.shear);
  const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const factors: readonly AffineMap[] = [
    [1, 0, centreX, 0, 1, centreY],
    [cos, -sin, 0, sin, cos, 0],
    [1, 0, draw.shiftX, 0, 1, draw.shiftY],
    [1, -Math.sin(shear), 0, 0, Math.cos(shear), 0],
    [draw.zoomX, 0, 0, 0, draw.zoomY, 0],
    [1, 0, -centreX, 0, 1, -centreY],
    draw.flipHorizontal ? [-1, 0, width - 1, 0, 1, 0] : IDENTITY,
    draw.flipVertical ? [1, 0, 0, 0, -1, height - 1] : IDENTITY,
  ];
  const [xx, xy, x, yx, yy, y] = factors.reduce(product);
  return [yy, yx, y, xy, xx, x];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function product([a, b, c, d, e, f]: AffineMap, [p, q, r, s, t, u]: AffineMap): AffineMap {
  return [a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f];
}
