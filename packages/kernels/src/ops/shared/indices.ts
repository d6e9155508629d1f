import { sizeOf, type Shape } from "../../shape.ts";

/** How far each index of an axis is from its first, for every axis of an array in C order. */
export function offsetsOf(shape: Shape): number[][] {
  return shape.map((extent, axis) => {
    const step = sizeOf(shape.slice(axis + 1));
    return Array.from({ length: extent }, (_, i) => i * step);
  });
}

/** For references: the sum of one offset of every axis, for all indices in C order. `placesOf(offsetsOf(shape))` counts from 0. */
export function placesOf(offsets: readonly (readonly number[])[]): Uint32Array {
  let places = Uint32Array.of(0);
  for (const axis of offsets.toReversed()) {
    const inner = places;
    places = new Uint32Array(axis.length * inner.length);
    let at = 0;
    for (const offset of axis) for (const place of inner) places[at++] = offset + place;
  }
  return places;
}

/** For references: where each index of a space, in C order, is in an array that is broadcast over it: axes it lacks are passed over, and of an extent of 1 there is only the first. */
export function placesIn(shape: Shape, space: Shape): Uint32Array {
  const own = offsetsOf(shape);
  const missing = space.length - shape.length;
  return placesOf(
    space.map((extent, axis) =>
      Array.from({ length: extent }, (_, i) => own[axis - missing]?.[shape[axis - missing] === 1 ? 0 : i] ?? 0),
    ),
  );
}
