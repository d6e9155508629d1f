import { expect, test } from "vitest";
import type { AnyOp } from "../op/any-op.ts";
import { ndArray } from "../op/nd-array.ts";
import { softmax } from "../ops/index.ts";
import { checkBatch } from "./check-batch.ts";
import { drawCase } from "./draw-case.ts";

/** `y = softmax(x + shift)`: no shift changes y, so its gradient is 0 but for rounding. `wrong` is a part that is not additive. */
const shifted = (wrong: number): AnyOp => ({
  ...(softmax as AnyOp),
  inputs: { ...softmax.inputs, shift: { describe: "[1]" } },
  reference: {
    forward: ({ x, shift }, given) =>
      softmax.reference.forward({ x: ndArray(x!.shape, (i) => x!.data[i]! + shift!.data[0]!) }, given as never),
    vjp: (values, upstream, given, shapes) => {
      const { x } = softmax.reference.vjp!(values as never, upstream as never, given as never, shapes as never);
      const [N = 0] = x!.shape;
      return { x: x!, shift: ndArray([1], [x!.data.reduce((sum, one) => sum + one, wrong * N * N)]) };
    },
  },
});

const drawn = (op: AnyOp) => drawCase(op, { name: "any", inputs: { x: [7, 5], shift: [1] } });

test("a gradient that is 0 but for rounding may be rounded in other ways", () => {
  expect(checkBatch(shifted(0), drawn(shifted(0)))).toEqual([]);
});

test("what two parts do not add up to is found", () => {
  expect(checkBatch(shifted(1), drawn(shifted(1)))).toEqual([
    "batch: grad shift of two parts of the samples is not that of all of them",
  ]);
});
