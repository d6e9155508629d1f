import { sizeOf, type Shape } from "../../shape.ts";

/** For references: how far each index of an axis is from its first, for every axis of an array in C order. */
export function offsetsOf(shape: Shape): Uint32Array[] {
  return shape.map((extent, axis) => multiples(extent, sizeOf(shape.slice(axis + 1))));
}

/** 0, step, 2 step, … */
function multiples(count: number, step: number): Uint32Array {
  const offsets = new Uint32Array(count);
  for (let i = 0; i < count; i++) offsets[i] = i * step;
  return offsets;
}

/** For references: the sum of one offset of every axis, for all indices in C order. `placesOf(offsetsOf(shape))` counts from 0. */
export function placesOf(offsets: readonly Uint32Array[]): Uint32Array {
  let places = new Uint32Array(1);
  for (const axis of offsets.toReversed()) {
    const inner = places;
    places = new Uint32Array(axis.length * inner.length);
    let at = 0;
    for (let i = 0; i < axis.length; i++) for (let j = 0; j < inner.length; j++) places[at++] = axis[i]! + inner[j]!;
  }
  return places;
}

/** For references: where each index of a space, in C order, is in an array that is broadcast over it: axes it lacks are passed over, and of an extent of 1 there is only the first. */
export function placesIn(shape: Shape, space: Shape): Uint32Array {
  const own = offsetsOf(shape);
  const missing = space.length - shape.length;
  return placesOf(
    space.map((extent, axis) => (shape[axis - missing] === extent ? own[axis - missing]! : multiples(extent, 0))),
  );
}
