import type { Shape } from "../../shape.ts";
import { requireElements, requireRank, requireSame } from "../shared/require.ts";

export type DenseInput = "x" | "kernel" | "bias";

/** Throws a ShapeError unless x is [N,D], kernel [D,K] and bias, if given, [K]. */
export function shape({ x, kernel, bias }: Readonly<Record<DenseInput, Shape>>): { y: Shape } {
  requireRank("dense", "x", x, 2, "[N,D]; flatten it first");
  requireRank("dense", "kernel", kernel, 2, "[D,K]");
  requireElements("dense", "x", x);
  requireElements("dense", "kernel", kernel);
  requireSame("dense", "kernel", kernel, [x[1]!, kernel[1]!], "x's columns and its own");
  requireSame("dense", "bias", bias, [kernel[1]!], "kernel's columns");
  return { y: [x[0]!, kernel[1]!] };
}

const MAX_SPLITS = 64;
const MIN_TERMS = 16;
/** Splits times columns: more threads than this occupy any GPU, and the partial sums stay small. */
const MAX_PARTIALS_PER_ROW = 4096;

/** How a dense layer is cut for kernels: `width` floats at a time, and the sum over D in `splits` parts of `terms` vectors. */
export interface DensePlan {
  readonly rows: number;
  readonly width: 1 | 4;
  readonly depth: number;
  readonly columns: number;
  readonly splits: number;
  readonly terms: number;
}

/** A function of D and K alone, so that neither the adapter nor the batch changes the order of a sum. */
export function planOf(x: Shape, kernel: Shape): DensePlan {
  const [rows, inputs, columns] = [x[0]!, x[1]!, kernel[1]!];
  const width = columns === 1 && inputs % 4 === 0 ? 4 : 1;
  const depth = inputs / width;
  const most = Math.max(1, Math.min(MAX_SPLITS, Math.floor(MAX_PARTIALS_PER_ROW / columns)));
  const splits = Math.min(most, Math.ceil(depth / MIN_TERMS));
  return { rows, width, depth, columns, splits, terms: Math.ceil(depth / splits) };
}
