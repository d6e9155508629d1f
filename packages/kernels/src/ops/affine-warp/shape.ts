import { oneOf, real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireElements, requireRank, requireSame } from "../shared/require.ts";

const subject = "affineWarp";

/** Numbers that describe what happens to one sample: see `affineWarp`. */
export const TRANSFORM_LENGTH = 8;

export const params = {
  fillMode: oneOf("nearest", "constant", "reflect", "wrap"),
  cval: real(0),
};

export type AffineWarpParams = ParamValues<typeof params>;
export type AffineWarpInput = "x" | "transforms" | "levels";

/** Baked into the kernel. */
export type WarpConstants = { readonly C: number; readonly H: number; readonly W: number };

/** Throws a ShapeError unless x is [N,C,H,W], transforms [N,8] and levels, if given, [C,2]. */
export function shape({ x, transforms, levels }: Readonly<Record<AffineWarpInput, Shape>>): { y: Shape } {
  requireRank(subject, "x", x, 4, "[N,C,H,W]");
  requireElements(subject, "x", x);
  const [N, C] = x as [number, number, number, number];
  requireSame(subject, "transforms", transforms, [N, TRANSFORM_LENGTH], "one transform a sample");
  requireSame(subject, "levels", levels, [C, 2], "black and white of every channel");
  return { y: x };
}

export function constantsOf(x: Shape): WarpConstants {
  const [, C, H, W] = x as [number, number, number, number];
  return { C, H, W };
}
