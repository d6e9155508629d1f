import { ShapeError } from "../../errors.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";

/** Throws a ShapeError unless x has a batch and at least one more dimension. */
export function shape({ x }: { readonly x: Shape }): { y: Shape } {
  if (x.length < 2) {
    throw new ShapeError({
      subject: "softmax",
      rule: "x must have at least 2 dimensions",
      received: `x=${formatShape(x)}`,
      advice: "Pass [N,...,K]; the probabilities of each last axis add up to 1",
    });
  }
  requireElements("softmax", "x", x);
  return { y: x };
}
