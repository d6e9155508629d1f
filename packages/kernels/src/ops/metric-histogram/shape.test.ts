import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { arrays } from "./cases.ts";
import { metricHistogram } from "./index.ts";

test("what does not fit is refused", () => {
  expect(shapesOf(metricHistogram, arrays(5))).toEqual({ newHistogram: [404] });
  expect(shapesOf(metricHistogram, { ...arrays(2), probabilities: [2, 1, 3, 3], labels: [2, 1, 3, 3] })).toEqual({
    newHistogram: [404],
  });
  expect(() => shapesOf(metricHistogram, { ...arrays(5), probabilities: [5] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: metricHistogram: probabilities must be [N,1], or [N,1,...] for one of every pixel. Received probabilities=[5]. Count one class at a time.]`,
  );
  expect(() => shapesOf(metricHistogram, { ...arrays(5), probabilities: [5, 2] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: metricHistogram: probabilities must be [N,1], or [N,1,...] for one of every pixel. Received probabilities=[5,2]. Count one class at a time.]`,
  );
  expect(() => shapesOf(metricHistogram, { ...arrays(5), labels: [4, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: metricHistogram: labels must have the shape [5,1] of probabilities. Received labels=[4,1].]`,
  );
  expect(() => shapesOf(metricHistogram, { ...arrays(5), histogram: [400] })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: metricHistogram: histogram must have the shape [404] of METRIC_HISTOGRAM. Received histogram=[400].]`,
  );
  expect(() => shapesOf(metricHistogram, arrays(0))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: metricHistogram: probabilities must have at least one element. Received probabilities=[0,1].]`,
  );
});
