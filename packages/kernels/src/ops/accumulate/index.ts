import { read, write } from "../../kernel/define-kernel.ts";
import { defineOp, type OpCase, type Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";
import { shape } from "./shape.ts";
import { sizeOf } from "../../shape.ts";

const forward = elementwiseKernel({
  name: "accumulate.forward",
  bindings: { x: read("vec4f"), newTotal: write("vec4f") },
  output: "newTotal",
  value: "newTotal[thread] + x[thread]",
});

const reference: Reference<"total" | "x", "newTotal", object> = {
  forward: ({ total, x }) => ({
    newTotal: ndArray(
      total.shape,
      total.data.map((value, i) => value + x.data[i]!),
    ),
  }),
};

const cases: readonly OpCase[] = [
  { name: "scalar", inputs: { total: [], x: [] } },
  { name: "odd primes", inputs: { total: [3, 5, 7], x: [3, 5, 7] } },
];

/** `newTotal = total + x`, in place: how the tape adds up the gradients of a tensor that is used more than once. */
export const accumulate = defineOp({
  name: "accumulate",
  summary: "Adds to a running total, in place.",
  formula: "newTotal = total + x",
  inputs: {
    total: { differentiable: false, describe: "any shape" },
    x: { differentiable: false, describe: "the shape of total" },
  },
  outputs: { newTotal: { updates: "total", differentiable: false, describe: "the shape of total" } },
  params: {},
  shape,
  saves: [],
  forward: (run, { x, newTotal }) =>
    run(forward, { x, newTotal }, { constants: {}, params: { count: sizeOf(x.shape) } }),
  reference,
  accumulation: () => 1,
  cases,
});
