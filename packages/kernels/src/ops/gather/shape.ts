import type { ParamValues } from "../../op/params.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { axis, axisOf } from "../shared/axes.ts";
import { requireElements } from "../shared/require.ts";

export const params = { axis: axis(0) };
export type GatherParams = ParamValues<typeof params>;

/** How x lies around the axis: `outer` rows of `extent` entries of `inner` elements. */
export interface GatherGeometry {
  readonly outer: number;
  readonly extent: number;
  readonly inner: number;
}

export function geometryOf(x: Shape, { axis: given }: GatherParams): GatherGeometry {
  const at = axisOf("gather", x, given);
  return { outer: sizeOf(x.slice(0, at)), extent: x[at]!, inner: sizeOf(x.slice(at + 1)) };
}

/** Throws a ShapeError where x has no such axis, and for arrays without elements. */
export function shape(
  { x, indices }: Readonly<Record<"x" | "indices", Shape>>,
  { axis: given }: GatherParams,
): { y: Shape } {
  requireElements("gather", "x", x);
  requireElements("gather", "indices", indices);
  const at = axisOf("gather", x, given);
  return { y: [...x.slice(0, at), ...indices, ...x.slice(at + 1)] };
}
