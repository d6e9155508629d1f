import type { ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { axis, axisOf } from "../shared/axes.ts";
import { requireElements } from "../shared/require.ts";

export const params = { axis: axis() };
export type SoftmaxParams = ParamValues<typeof params>;

/** The axis along which probabilities add up to 1. Throws a ShapeError for an x without elements or without that axis. */
export function axisOfSoftmax(x: Shape, { axis: given = -1 }: Partial<SoftmaxParams>): number {
  requireElements("softmax", "x", x);
  return axisOf("softmax", x, given);
}
