import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { ConfusionCountsInput } from "./shape.ts";

function firstLargest({ shape, data }: NdArray, row: number): number {
  const columns = shape[1]!;
  let [best, most] = [0, 0];
  for (let k = 0; k < columns; k++) {
    const value = Math.fround(data[row * columns + k]!);
    // False for a NaN as well.
    if (value > most) [best, most] = [k, value];
  }
  return best;
}

export const reference: Reference<ConfusionCountsInput, "newCounts", object> = {
  forward: ({ probabilities, labels, counts }) => {
    const [rows, columns] = probabilities.shape as readonly [number, number];
    const newCounts = ndArray(counts.shape, counts.data);
    for (let n = 0; n < rows; n++) {
      const cell = firstLargest(labels, n) * columns + firstLargest(probabilities, n);
      newCounts.data[cell] = (newCounts.data[cell]! + 1) % 2 ** 32;
    }
    return { newCounts };
  },
};
