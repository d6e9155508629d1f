import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";
import { offsetsOf, placesOf } from "./indices.ts";
import type { Placement } from "./part.ts";

/** Where in the whole every element of a part is. */
function placesOfPart(whole: Shape, places: readonly Placement[]): Uint32Array {
  const offsets = offsetsOf(whole);
  return placesOf(
    places.map(({ start, step, size }, axis) =>
      Uint32Array.from({ length: size }, (_, i) => offsets[axis]![start + i * step]!),
    ),
  );
}

/** The part of an array, in float64. */
export function partOf(whole: NdArray, places: readonly Placement[]): NdArray {
  const part = ndArray(places.map(({ size }) => size));
  placesOfPart(whole.shape, places).forEach((there, at) => (part.data[at] = whole.data[there]!));
  return part;
}

/** An array that holds a part and `value` elsewhere, in float64. */
export function wholeOf(shape: Shape, part: NdArray, places: readonly Placement[], value: number): NdArray {
  const whole = ndArray(shape);
  whole.data.fill(value);
  placesOfPart(shape, places).forEach((there, at) => (whole.data[there] = part.data[at]!));
  return whole;
}
