import { ShapeError } from "../../errors.ts";
import { oneOf, optionalPair, padding, pair, type ParamValues } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { placeWindows } from "../window.ts";

const subject = "maxPool2d";

export const params = {
  poolSize: pair([2, 2]),
  strides: optionalPair(),
  padding: padding(),
  activation: oneOf("linear", "relu"),
};

export type MaxPool2dParams = ParamValues<typeof params>;

/** Where the windows lie on one plane. */
export type PoolGeometry = {
  readonly H: number;
  readonly W: number;
  readonly outH: number;
  readonly outW: number;
  readonly poolH: number;
  readonly poolW: number;
  readonly strideH: number;
  readonly strideW: number;
  readonly padTop: number;
  readonly padLeft: number;
};

/** The constants of the kernels. */
export type PoolConstants = PoolGeometry & { readonly relu: boolean };

/** Places the windows; throws a ShapeError where none fits or one would hold padding alone. */
export function geometry(x: Shape, { poolSize, strides, padding }: MaxPool2dParams): PoolGeometry {
  const [N, C, H, W] = x;
  if (x.length !== 4 || !N || !C || !H || !W) {
    throw new ShapeError({
      subject,
      rule: "x must have 4 dimensions, none of them empty",
      received: `x=${formatShape(x)}`,
      advice: "Pass [N,C,H,W]",
    });
  }
  if (typeof padding !== "string" && padding.some((sides, axis) => Math.max(...sides) >= poolSize[axis]!)) {
    throw new ShapeError({
      subject,
      rule: "padding must be smaller than the pool, for a window of padding alone has no maximum",
      received: `padding=${JSON.stringify(padding)} poolSize=${JSON.stringify(poolSize)}`,
      advice: 'Use padding "same", or less of it',
    });
  }
  const windows = { size: poolSize, strides: strides ?? poolSize, dilations: [1, 1] as const, padding };
  const [rows, columns] = placeWindows(subject, [H, W], windows);
  const pool = { poolH: rows.size, poolW: columns.size, strideH: rows.stride, strideW: columns.stride };
  return { H, W, outH: rows.out, outW: columns.out, ...pool, padTop: rows.before, padLeft: columns.before };
}

/** `[N,C,H,W]` to `[N,C,outH,outW]`. */
export function outputShape(x: Shape, given: MaxPool2dParams): Shape {
  const { outH, outW } = geometry(x, given);
  return [x[0]!, x[1]!, outH, outW];
}
