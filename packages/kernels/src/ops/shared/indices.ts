import { sizeOf, type Shape } from "../../shape.ts";

/** For references: calls `visit` with every index of a shape in C order, and how many came before. */
export function eachIndex(shape: Shape, visit: (index: readonly number[], at: number) => void): void {
  const index = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let at = 0; at < size; at++) {
    visit(index, at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** For references: the place of an index in an array that is broadcast: axes it lacks are passed over, and of an extent of 1 there is only the first. */
export function placeOf(index: readonly number[], shape: Shape): number {
  const own = index.slice(index.length - shape.length);
  return shape.reduce((place, extent, axis) => place * extent + (extent === 1 ? 0 : own[axis]!), 0);
}
