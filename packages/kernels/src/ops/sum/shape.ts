import type { Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";

/** Throws a ShapeError for an empty x. */
export function shape({ x }: { readonly x: Shape }): { y: Shape } {
  requireElements("sum", "x", x);
  return { y: [] };
}
