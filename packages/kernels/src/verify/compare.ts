import type { Shape } from "../shape.ts";

/** How one array of a device differs from the reference. */
export interface ArrayError {
  /** `y`, or `grad x`. */
  readonly array: string;
  readonly shape: Shape;
  readonly maxError: number;
  /** `maxError` over the largest value of the reference. */
  readonly relativeError: number;
  /** What `maxError` may be. */
  readonly bound: number;
  readonly worst: { readonly index: number; readonly actual: number; readonly expected: number };
  /** How many elements differ by more than the bound. */
  readonly wrong: number;
  readonly ok: boolean;
}

/** An error in units of its bound; no error is none of any bound, 0 among them. */
export const shareOfBound = ({ maxError, bound }: Pick<ArrayError, "maxError" | "bound">): number =>
  maxError === 0 ? 0 : maxError / bound;

/**
 * Compares element by element: finite values by their difference, NaN and infinity exactly (one that differs counts as
 * an infinite error). A bound of 0 asks for equality.
 */
export function compareArrays(
  array: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: number,
  shape: Shape = [expected.length],
): ArrayError {
  if (actual.length !== expected.length)
    throw new TypeError(`${array}: ${actual.length} elements against ${expected.length}`);
  let maxError = 0;
  let largest = 0;
  let index = 0;
  let wrong = 0;
  for (let i = 0; i < expected.length; i += 1) {
    const error = distance(actual[i]!, expected[i]!);
    if (Number.isFinite(expected[i])) largest = Math.max(largest, Math.abs(expected[i]!));
    if (!(error <= bound)) wrong += 1;
    if (error > maxError) {
      maxError = error;
      index = i;
    }
  }
  const worst = { index, actual: actual[index] ?? 0, expected: expected[index] ?? 0 };
  const relativeError = maxError === 0 ? 0 : maxError / largest;
  return { array, shape, maxError, relativeError, bound, worst, wrong, ok: wrong === 0 };
}

function distance(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const difference = Math.abs(actual - expected);
  return Number.isNaN(difference) ? Infinity : difference;
}

/** An element by its place in every dimension: `y[2,6]`; of a scalar, its name alone. */
export function elementName(array: string, index: number, shape: Shape): string {
  const places: number[] = [];
  let rest = index;
  for (const extent of shape.toReversed()) {
    places.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return places.length === 0 ? array : `${array}[${places.join(",")}]`;
}
