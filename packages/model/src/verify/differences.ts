import { sizeOf } from "@tomograd/kernels";
import { compareArrays, elementName, type ArrayError } from "@tomograd/kernels/verify";
import type { NamedArray } from "./layer-stand.ts";

/** One array against another of the same name; they may differ by a share `tolerance` of the largest value, or of 1. */
export function compare({ name, shape, values }: NamedArray, expected: NamedArray, tolerance = 0): ArrayError {
  let largest = 1;
  for (const value of expected.values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return compareArrays(name, values, expected.values, tolerance * largest, shape);
}

/** In words, where two lists of arrays are not the same; `says` is who expects the other value. */
export function differences(actual: readonly NamedArray[], expected: readonly NamedArray[], says: string): string[] {
  return expected.flatMap((one) => {
    const found = actual.find(({ name }) => name === one.name);
    if (!found) return [`${one.name} is missing: ${says} ${sizeOf(one.shape)} values`];
    if (found.values.length !== one.values.length)
      return [`${one.name} has ${found.values.length} values, ${says} ${one.values.length}`];
    const error = compare(found, one);
    return error.ok ? [] : [described(error, says)];
  });
}

/** The worst element with both values, and how many others are wrong. */
export function described({ array, shape, worst, maxError, bound, wrong }: ArrayError, says: string): string {
  const element = elementName(array, worst.index, shape);
  const errors = `error ${maxError.toExponential(2)}, bound ${bound.toExponential(2)}`;
  return `${element} is ${worst.actual}, ${says} ${worst.expected}: ${errors}, ${wrong} of ${sizeOf(shape)} elements are wrong`;
}
