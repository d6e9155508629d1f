import type { Shape } from "../../shape.ts";
import { requireSame } from "../shared/require.ts";

/** Throws a ShapeError when a and b differ: nothing is broadcast. */
export function shape({ a, b }: Readonly<Record<"a" | "b", Shape>>): { y: Shape } {
  requireSame("subtract", "b", b, a, "a");
  return { y: a };
}
