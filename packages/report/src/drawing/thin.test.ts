import fc from "fast-check";
import { expect, test } from "vitest";
import { thin, type Point } from "./thin.ts";

const coordinate = fc.double({ min: 0, max: 500, noNaN: true });
// Those that go to the right do not fill the plane: then every point is near something that is drawn.
const curve = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 30 })
  .map((points) => points.toSorted(([a], [b]) => a - b));

test("no point is farther from the thinned curve than told", () => {
  fc.assert(
    fc.property(curve, fc.double({ min: 0.1, max: 200, noNaN: true }), (points, tolerance) => {
      const kept = thin(points, tolerance);
      expect(kept[0]).toBe(points[0]);
      expect(kept.at(-1)).toBe(points.at(-1));
      for (const point of points) expect(distanceTo(kept, point)).toBeLessThanOrEqual(tolerance + 1e-9);
    }),
  );
});

test("a million points of a curve become a few hundred", () => {
  const points = Array.from({ length: 1e6 }, (_, i): Point => [(420 * i) / 1e6, 420 * Math.sqrt(i / 1e6)]);
  const kept = thin(points, 0.5);
  expect(kept.length).toBeLessThan(200);
  for (let i = 0; i < points.length; i += 997) expect(distanceTo(kept, points[i]!)).toBeLessThanOrEqual(0.5);
});

test("of nothing there is nothing", () => {
  expect(thin([], 0.5)).toEqual([]);
});

function distanceTo(line: readonly Point[], [x, y]: Point): number {
  const distances = line.map(([x1, y1], i) => {
    const [x0, y0] = line[Math.max(0, i - 1)]!;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
  });
  return Math.min(...distances);
}
