import { ShapeError } from "../../errors.ts";
import { formatShape, sameShape, sizeOf, type Shape } from "../../shape.ts";

/** Throws a ShapeError unless the array has that many dimensions; `letters` names them, as in `[N,D]`. */
export function requireRank(subject: string, name: string, shape: Shape, rank: number, letters: string): void {
  if (shape.length === rank) return;
  const rule = `${name} must have ${rank} dimension${rank === 1 ? "" : "s"}`;
  throw new ShapeError({ subject, rule, received: `${name}=${formatShape(shape)}`, advice: `Pass ${letters}` });
}

/** Throws a ShapeError unless the array has exactly this shape; `origin` says what asks for it. */
export function requireSame(
  subject: string,
  name: string,
  shape: Shape | undefined,
  expected: Shape,
  origin: string,
): void {
  if (!shape || sameShape(shape, expected)) return;
  const rule = `${name} must have the shape ${formatShape(expected)} of ${origin}`;
  throw new ShapeError({ subject, rule, received: `${name}=${formatShape(shape)}` });
}

/** Throws a ShapeError when an array has no elements at all. */
export function requireElements(subject: string, name: string, shape: Shape): void {
  if (sizeOf(shape) > 0) return;
  throw new ShapeError({
    subject,
    rule: `${name} must have at least one element`,
    received: `${name}=${formatShape(shape)}`,
  });
}

/** Throws a ShapeError unless the array is [N,1] with at least one sample; `advice` says what to do with more columns. */
export function requireColumn(subject: string, name: string, shape: Shape, advice: string): void {
  requireRank(subject, name, shape, 2, "[N,1]");
  requireElements(subject, name, shape);
  if (shape[1] === 1) return;
  throw new ShapeError({
    subject,
    rule: `${name} must have one column`,
    received: `${name}=${formatShape(shape)}`,
    advice,
  });
}
