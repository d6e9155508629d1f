import { ceilDiv } from "../../shape.ts";

const MAX_BYTES = 32 * 1024 * 1024;

/** How the rows of all images are divided for a sum in two stages. */
export interface Splits {
  readonly rows: number;
  readonly rowsPerSplit: number;
  readonly splits: number;
}

/** What the kernel of the first stage asks for. */
export interface SplitLimits {
  /** Rows in a row that a thread should have. */
  readonly leastRows: number;
  readonly mostSplits: number;
}

/** Depends on shapes and kernel alone, so that the order of summation, and with it every bit of the result, does too. */
export function splitRows(N: number, outH: number, sums: number, { leastRows, mostSplits }: SplitLimits): Splits {
  const rows = N * outH;
  const wanted = Math.min(mostSplits, rows, Math.max(Math.floor(MAX_BYTES / (4 * sums)), 1));
  const rowsPerSplit = Math.max(ceilDiv(rows, wanted), leastRows);
  return { rows, rowsPerSplit, splits: ceilDiv(rows, rowsPerSplit) };
}
