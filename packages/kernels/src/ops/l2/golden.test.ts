import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate } from "../shared/evaluate.ts";
import { l2 } from "./index.ts";

/** Keras' `regularizers.L2`: the factor times the sum of squares, without a half. */
test("l2(0.001) of 1, 2, 3 is 0.014, and its gradient 0.002 w", () => {
  const w = ndArray([3], [1, -2, 3]);
  expect(evaluate(l2, { w }, { factor: 1e-3 })["loss"]![0]).toBeCloseTo(0.014, 15);
  const gradient = l2.reference.vjp!(
    { w, loss: ndArray([]) },
    { loss: ndArray([], [1]) },
    { factor: 1e-3 },
    { w: [3] },
  );
  [0.002, -0.004, 0.006].forEach((value, i) => expect(gradient.w!.data[i]).toBeCloseTo(value, 15));
});
