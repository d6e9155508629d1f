import type { Point } from "../drawing/thin.ts";

/** The outline of bars of equal width over [0, 1]. */
export function bars(heights: readonly number[]): Point[] {
  const width = 1 / heights.length;
  const outline = heights.flatMap((height, i): Point[] => [
    [i * width, 0],
    [i * width, height],
    [(i + 1) * width, height],
  ]);
  return [...outline, [1, 0]];
}
