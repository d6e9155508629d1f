import { expect, test } from "vitest";
import { stepLossFigure } from "./step-loss-figure.ts";

test("a long run is drawn by means: no more than some hundred points, the last at the last step", async () => {
  const losses = Array.from({ length: 1_000_001 }, (_, i) => (i % 2 === 0 ? 0.25 : 0.75));
  const { svg, alt } = await stepLossFigure(losses);
  expect(alt).toMatch(/^Step 1000001: 0\.5/);
  expect(svg.length).toBeLessThan(30_000);
});

test("what has no place on a logarithmic axis is left out", async () => {
  expect((await stepLossFigure([0.5, 0, NaN, Infinity, -1])).alt).toBe("Step 1: 0.5000.");
  expect((await stepLossFigure([NaN])).alt).toBe("No step yet.");
});
