import type { Shape } from "../../shape.ts";
import { placePool, poolParams, type PoolGeometry, type PoolParams } from "../shared/pool.ts";

export const params = poolParams;

/** Places the windows; throws a ShapeError where none fits or one would hold padding alone. */
export const geometry = (x: Shape, given: PoolParams): PoolGeometry => placePool("averagePool2d", x, given, "mean");

/** `[N,C,H,W]` to `[N,C,outH,outW]`. */
export function outputShape(x: Shape, given: PoolParams): Shape {
  const { outH, outW } = geometry(x, given);
  return [x[0]!, x[1]!, outH, outW];
}
