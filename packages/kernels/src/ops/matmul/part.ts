import { wgsl } from "../../kernel/wgsl.ts";
import { groupOffsets } from "../shared/index-groups.ts";

/** How matrices lie in memory. */
export type Orders = {
  readonly batchAxes: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
};

/**
 * WGSL that takes the u32 `tile` apart: afterwards a tile of so many rows and columns begins at `row` and `column` of a matrix of
 * y, adds up products from `firstK` to before `endK`, and `firstOfY + row * N + column` is where it belongs.
 */
export const partOf = ({ batchAxes }: Orders, tile: string, rows: number, columns: number): string => wgsl`
  let across = (params.N + ${columns - 1}u) / ${columns}u;
  let down = (params.M + ${rows - 1}u) / ${rows}u;
  let column = ${tile} % across * ${columns}u;
  let row = ${tile} / across % down * ${rows}u;
  let matrix = ${tile} / (across * down);
  let batch = matrix / params.splits;
  let firstK = matrix % params.splits * params.depth;
  let endK = min(firstK + params.depth, params.K);
  let firstOfY = (matrix * params.M) * params.N;
  ${groupOffsets("batch", "batch", ["a", "b"], batchAxes)}`;
