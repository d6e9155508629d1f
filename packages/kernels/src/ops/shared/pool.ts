import { ShapeError } from "../../errors.ts";
import { optionalPair, padding, pair, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { placeWindows } from "../window.ts";
import { requireFour } from "./require.ts";

/** What places a pool's windows; strides that are left out are the pool size. */
export const poolParams = { poolSize: pair([2, 2]), strides: optionalPair(), padding: padding() };

export type PoolParams = ParamValues<typeof poolParams>;

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

/** Places the windows; throws a ShapeError where none fits, or one would hold padding alone and so have no `result`. */
export function placePool(
  subject: string,
  x: Shape,
  { poolSize, strides, padding }: PoolParams,
  result: "maximum" | "mean",
): PoolGeometry {
  const [, , H, W] = requireFour(subject, "x", x, "[N,C,H,W]");
  if (typeof padding !== "string" && padding.some((sides, axis) => Math.max(...sides) >= poolSize[axis]!)) {
    throw new ShapeError({
      subject,
      rule: `padding must be smaller than the pool, for a window of padding alone has no ${result}`,
      received: `padding=${JSON.stringify(padding)} poolSize=${JSON.stringify(poolSize)}`,
      advice: 'Use padding "same", or less of it',
    });
  }
  const windows = { size: poolSize, strides: strides ?? poolSize, dilations: [1, 1] as const, padding };
  const [rows, columns] = placeWindows(subject, [H, W], windows);
  const pool = { poolH: rows.size, poolW: columns.size, strideH: rows.stride, strideW: columns.stride };
  return { H, W, outH: rows.out, outW: columns.out, ...pool, padTop: rows.before, padLeft: columns.before };
}

/** How many windows hold one element, at the most. */
export const mostOverlaps = (g: PoolGeometry): number =>
  Math.ceil(g.poolH / g.strideH) * Math.ceil(g.poolW / g.strideW);

interface FuzzedPool {
  readonly x: Shape;
  readonly params: Readonly<Record<string, unknown>>;
}

/** For fuzzing: any mixture of sizes and params with at least one window. */
export function fuzzPool(random: () => number): FuzzedPool {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const poolSize = [between(1, 5), between(1, 5)] as const;
  const sides = (size: number): readonly number[] => [between(0, size - 1), between(0, size - 1)];
  const padding = (["valid", "same", poolSize.map(sides)] as const)[between(0, 2)]!;
  const strides = between(0, 1) ? { strides: [between(1, 6), between(1, 6)] } : {};
  const x = [between(1, 3), between(1, 5), poolSize[0] + between(0, 20), poolSize[1] + between(0, 20)];
  return { x, params: { poolSize, padding, ...strides } };
}
