import { real, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";

export const params = { factor: real(0.01, 0) };
export type L2Params = ParamValues<typeof params>;

/** Throws a ShapeError for an empty w. */
export function shape({ w }: { readonly w: Shape }): { loss: Shape } {
  requireElements("l2", "w", w);
  return { loss: [] };
}
