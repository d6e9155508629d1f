import { ceilDiv } from "../../shape.ts";

const MAX_SPLITS = 64;
const MAX_BYTES = 32 * 1024 * 1024;

/** How the rows of all images are divided for a sum in two stages. */
export interface Splits {
  readonly rows: number;
  readonly rowsPerSplit: number;
  readonly splits: number;
}

/** Depends on shapes and kernel alone, so that the order of summation, and with it every bit of the result, does too. */
export function splitRows(N: number, outH: number, sums: number, leastRows: number): Splits {
  const rows = N * outH;
  const wanted = Math.min(MAX_SPLITS, rows, Math.max(Math.floor(MAX_BYTES / (4 * sums)), 1));
  const rowsPerSplit = Math.max(ceilDiv(rows, wanted), leastRows);
  return { rows, rowsPerSplit, splits: ceilDiv(rows, rowsPerSplit) };
}
