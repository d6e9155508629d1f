import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";

/** Probabilities of one row, in place. */
function normalise(row: Float64Array): void {
  const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
  row.forEach((value, k) => (row[k] = Math.exp(value - largest)));
  const sum = row.reduce((total, value) => total + value, 0);
  row.forEach((value, k) => (row[k] = value / sum));
}

export const reference: Reference<"x", "y", object> = {
  forward: ({ x }) => {
    const y = ndArray(x.shape, x.data);
    const columns = x.shape.at(-1)!;
    for (let start = 0; start < y.data.length; start += columns) normalise(y.data.subarray(start, start + columns));
    return { y };
  },
  vjp: ({ y }, { y: gradY }) => {
    const gradX = ndArray(y.shape);
    const columns = y.shape.at(-1)!;
    for (let start = 0; start < y.data.length; start += columns) {
      let mean = 0;
      for (let i = start; i < start + columns; i++) mean += y.data[i]! * gradY!.data[i]!;
      for (let i = start; i < start + columns; i++) gradX.data[i] = y.data[i]! * (gradY!.data[i]! - mean);
    }
    return { x: gradX };
  },
};
