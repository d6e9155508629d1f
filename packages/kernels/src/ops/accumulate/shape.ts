import { ShapeError } from "../../errors.ts";
import { formatShape, sameShape, type Shape } from "../../shape.ts";

/** The common shape of a total and what is added to it. */
export function requireSameShape(op: string, total: Shape, x: Shape): Shape {
  if (!sameShape(total, x)) {
    throw new ShapeError({
      subject: op,
      rule: "total and x must have the same shape",
      received: `total=${formatShape(total)} x=${formatShape(x)}`,
    });
  }
  return total;
}
