import type { Shape } from "../../shape.ts";
import { requireSame } from "../shared/require.ts";

/** Throws a ShapeError when total and x differ: nothing is broadcast. */
export function shape({ total, x }: Readonly<Record<"total" | "x", Shape>>): { newTotal: Shape } {
  requireSame("accumulate", "x", x, total, "total");
  return { newTotal: total };
}
