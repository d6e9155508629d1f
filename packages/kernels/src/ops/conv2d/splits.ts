import { ceilDiv } from "../../shape.ts";

const MAX_SPLITS = 64;
const MAX_BYTES = 32 * 1024 * 1024;

/** How the rows of all images are divided for a sum in two stages. */
export interface Splits {
  readonly rows: number;
  readonly rowsPerSplit: number;
  readonly splits: number;
}

/** Depends on shapes alone, so that the order of summation, and with it every bit of the result, does too. */
export function splitRows(N: number, outH: number, sums: number): Splits {
  const rows = N * outH;
  const wanted = Math.min(MAX_SPLITS, rows, Math.max(Math.floor(MAX_BYTES / (4 * sums)), 1));
  const rowsPerSplit = ceilDiv(rows, wanted);
  return { rows, rowsPerSplit, splits: ceilDiv(rows, rowsPerSplit) };
}
