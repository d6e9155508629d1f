import type { Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";

/** The index that says that every element is finite. */
export const ALL_FINITE = 0xffff_ffff;

/** Throws a ShapeError for an empty x. */
export function shape({ x }: { readonly x: Shape }): { index: Shape } {
  requireElements("nonFinite", "x", x);
  return { index: [1] };
}
