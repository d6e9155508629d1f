import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";
import { eachIndex, placeOf } from "./indices.ts";
import type { Placement } from "./part.ts";

/** Calls `visit` with the place of every element of a part in it and in the whole. */
function eachPlace(whole: Shape, places: readonly Placement[], visit: (part: number, whole: number) => void): void {
  const sizes = places.map(({ size }) => size);
  eachIndex(sizes, (index, at) => {
    const there = places.map(({ start, step }, axis) => start + index[axis]! * step);
    visit(at, placeOf(there, whole));
  });
}

/** The part of an array, in float64. */
export function partOf(whole: NdArray, places: readonly Placement[]): NdArray {
  const part = ndArray(places.map(({ size }) => size));
  eachPlace(whole.shape, places, (at, there) => (part.data[at] = whole.data[there]!));
  return part;
}

/** An array that holds a part and `value` elsewhere, in float64. */
export function wholeOf(shape: Shape, part: NdArray, places: readonly Placement[], value: number): NdArray {
  const whole = ndArray(shape);
  whole.data.fill(value);
  eachPlace(shape, places, (at, there) => (whole.data[there] = part.data[at]!));
  return whole;
}
