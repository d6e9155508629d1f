import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { alignUp, ceilDiv, sizeOf, type Shape } from "../../shape.ts";
import { groupConstants, groupOf, groupValues } from "../shared/index-groups.ts";
import { fold } from "../shared/map-reduce.ts";
import { broadcast, repeatedAxes, type Walk } from "../shared/strides.ts";
import { leastOf, product } from "./product.ts";

/** Matrices of one array: its batches, and whether its rows are to be read as columns. */
export interface Matrices {
  readonly array: ArrayHandle;
  readonly batch: Shape;
  readonly transposed: boolean;
}

interface Sizes {
  /** To which the batches of both are broadcast. */
  readonly batch: Shape;
  readonly M: number;
  readonly N: number;
  readonly K: number;
  /** What is as many as samples, if anything: their number decides neither on a kernel nor how one of them is added up. */
  readonly samples: "rows" | "inner" | undefined;
}

/** Terms of a sum that are added up one after the other, at the least; whole steps of every variant. */
const TERMS = 256;
const STEP = 16;
/** Tiles of 16 rows and 32 columns that occupy an adapter. */
const TILES = 64;

/** How the sums over k are cut: where y is small and K long, few threads would add up many terms. Depends on shapes alone. */
export function splitsOf({ M, N, K, samples }: Omit<Sizes, "batch">): { splits: number; depth: number } {
  const tiles = ceilDiv(samples === "rows" ? 1 : M, 16) * ceilDiv(N, 32);
  const wanted = Math.max(1, Math.min(Math.floor(TILES / tiles), Math.floor(K / TERMS)));
  const depth = alignUp(ceilDiv(K, wanted), STEP);
  return { splits: ceilDiv(K, depth), depth };
}

/** Multiplies matrices over all batches, and adds up those along which `own`, the batch of y, was repeated. */
export function multiplyInto(
  run: Launcher,
  y: ArrayHandle,
  own: Shape,
  matrices: readonly [Matrices, Matrices],
  sizes: Sizes,
): void {
  const { batch, M, N } = sizes;
  const { splits, depth } = splitsOf(sizes);
  const space = [...batch, ...(splits > 1 ? [splits] : []), M, N];
  const axes = repeatedAxes([...own, ...(splits > 1 ? [1] : []), M, N], space);
  const products = axes.length > 0 ? run.scratch(space) : y;
  multiply(run, matrices, products, { ...sizes, splits, depth });
  if (axes.length > 0) fold.sum(run, y, { space, axes, inputs: { x: broadcast(products, space) } });
}

function multiply(
  run: Launcher,
  [a, b]: readonly [Matrices, Matrices],
  y: ArrayHandle,
  { batch, M, N, K, samples, splits, depth }: Sizes & { readonly splits: number; readonly depth: number },
): void {
  const walk = ({ array, batch: own }: Matrices, matrix: number): Walk => {
    const { strides } = broadcast(array, batch, own);
    return { array, strides: strides.map((stride) => stride * matrix) };
  };
  const group = groupOf(
    batch,
    batch.map((_, axis) => axis),
    { a: walk(a, M * K), b: walk(b, K * N) },
  );
  const isThin = (samples !== "rows" && M < 4) || (samples !== "inner" && K < 4);
  const constants = {
    ...groupConstants("batch", group),
    batchAxes: group.others.length,
    transposeA: a.transposed,
    transposeB: b.transposed,
    vectorsA: (a.transposed ? M : K) % 4 === 0,
    vectorsB: (b.transposed ? K : N) % 4 === 0,
    leastColumns: isThin ? 0 : leastOf(N),
  };
  const steps = groupValues("batch", group) as Readonly<Record<"batchStep_a" | "batchStep_b", number>>;
  const arrays = { a: a.array, b: b.array, a4: a.array, b4: b.array, y };
  run(product, arrays, { constants, params: { batches: sizeOf(batch), splits, depth, M, N, K, ...steps } });
}
