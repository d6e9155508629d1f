import { oneOf, type ParamValues } from "../../op/params.ts";
import type { Shape } from "../../shape.ts";
import { placePool, poolParams, type PoolGeometry } from "../shared/pool.ts";

export const params = { ...poolParams, activation: oneOf("linear", "relu") };

export type MaxPool2dParams = ParamValues<typeof params>;

/** The constants of the kernels. */
export type PoolConstants = PoolGeometry & { readonly relu: boolean };

/** Places the windows; throws a ShapeError where none fits or one would hold padding alone. */
export const geometry = (x: Shape, given: MaxPool2dParams): PoolGeometry => placePool("maxPool2d", x, given, "maximum");

/** `[N,C,H,W]` to `[N,C,outH,outW]`. */
export function outputShape(x: Shape, given: MaxPool2dParams): Shape {
  const { outH, outW } = geometry(x, given);
  return [x[0]!, x[1]!, outH, outW];
}
