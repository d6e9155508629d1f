import { ShapeError } from "../../errors.ts";
import type { ArrayHandle } from "../../op/launcher.ts";
import { formatShape, sizeOf, type Shape } from "../../shape.ts";

/** How an array is read along a space of indices: how far it goes on for a step along each axis, from its element `first` on. */
export interface Walk {
  readonly array: ArrayHandle;
  /** Elements; 0 along an axis that the array is repeated along, negative where it is read backwards. */
  readonly strides: readonly number[];
  readonly first?: number;
}

/** Elements from one index to the next along each axis, in C order. */
export function stridesOf(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** An array as it is broadcast over a space: aligned at the last axis, repeated along axes that it lacks or has once. `shape` where it is not the array's. */
export function broadcast(array: ArrayHandle, space: Shape, shape: Shape = array.shape): Walk {
  const missing = space.length - shape.length;
  const own = stridesOf(shape);
  const strides = space.map((extent, axis) => (shape[axis - missing] === extent ? own[axis - missing]! : 0));
  return { array, strides };
}

/** Axes of a space along which an array of that shape is repeated. */
export function repeatedAxes(shape: Shape, space: Shape): number[] {
  const missing = space.length - shape.length;
  return space.flatMap((extent, axis) => (shape[axis - missing] === extent ? [] : [axis]));
}

/**
 * The shape over which all are broadcast, by NumPy's rule: extents are compared from the last axis on, and must be equal or 1.
 *
 * Throws a ShapeError where they are not, and for an array without elements.
 */
export function broadcastShapes(subject: string, shapes: Readonly<Record<string, Shape>>): Shape {
  const all = Object.values(shapes);
  const received = Object.entries(shapes)
    .map(([name, shape]) => `${name}=${formatShape(shape)}`)
    .join(" ");
  if (all.some((shape) => sizeOf(shape) === 0))
    throw new ShapeError({ subject, rule: "every input must have at least one element", received });
  const rank = Math.max(...all.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const extents = all.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const extent = Math.max(...extents);
    if (extents.every((one) => one === extent || one === 1)) return extent;
    throw new ShapeError({
      subject,
      rule: "shapes must be equal or broadcast to each other",
      received,
      advice: "Extents are compared from the last axis on; where they differ, one of them must be 1",
    });
  });
}

/** Names of the arrays whose first axis is that of the space, which then is their batch. */
export function sharingFirstAxis(shapes: Readonly<Record<string, Shape | undefined>>, space: Shape): string[] {
  const shares = (shape: Shape | undefined): boolean => shape?.length === space.length && shape[0] === space[0];
  return Object.keys(shapes).filter((name) => shares(shapes[name]));
}
