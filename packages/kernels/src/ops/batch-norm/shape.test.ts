import { expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { arrays } from "./cases.ts";
import { batchNorm } from "./index.ts";
import { planOf } from "./plan.ts";

test("the axis counts from either end", () => {
  expect(shapesOf(batchNorm, arrays([2, 3, 5], 5))["mean"]).toEqual([5]);
  expect(shapesOf(batchNorm, arrays([2, 3, 5], 3), { axis: 1 })["y"]).toEqual([2, 3, 5]);
  expect(shapesOf(batchNorm, arrays([2, 3, 5], 2), { axis: -3 })["variance"]).toEqual([2]);
});

test("kernels read vectors where the shape allows it", () => {
  expect(planOf([64, 64, 32, 32], -1)).toMatchObject({
    reading: "across",
    view: { channels: 8, inner: 1 },
    population: 131_072,
  });
  expect(planOf([64, 64, 32, 32], 1)).toMatchObject({
    reading: "along",
    view: { channels: 64, inner: 256 },
    population: 65_536,
  });
  expect(planOf([3, 5, 7], 1)).toMatchObject({ reading: "scalar", view: { channels: 5, inner: 7 }, population: 21 });
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(batchNorm, arrays([2, 3], 3), { axis: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: batchNorm: axis must be from -2 to 1 for x of shape [2,3]. Received axis=2. For NCHW data the channels are axis 1.]`,
  );
  expect(() => shapesOf(batchNorm, arrays([2, 3], 2))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: batchNorm: gamma must have the shape [3] of x's axis -1. Received gamma=[2].]`,
  );
  expect(() => shapesOf(batchNorm, arrays([], 1))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: batchNorm: x must have at least one dimension. Received x=[].]`,
  );
  expect(() => shapesOf(batchNorm, arrays([0, 3], 3))).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: batchNorm: x must have at least one element. Received x=[0,3].]`,
  );
  expect(() => shapesOf(batchNorm, arrays([2, 3], 3), { axis: 1.5 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: batchNorm.axis: must be an integer from -16 to 15. Received axis=1.5.]`,
  );
  expect(() => shapesOf(batchNorm, arrays([2, 3], 3), { epsilon: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: batchNorm.epsilon: must be a number from 1e-12 to Infinity. Received epsilon=0.]`,
  );
  expect(() =>
    shapesOf(batchNorm, arrays([2, 3], 3), { varianceCorrection: "none" }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: batchNorm.varianceCorrection: must be "biased" or "bessel". Received varianceCorrection="none".]`,
  );
});
