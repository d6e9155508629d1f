import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { backwardBias } from "./backward-bias.ts";
import { backwardKernel } from "./backward-kernel.ts";
import { backwardX } from "./backward-x.ts";
import { cases } from "./cases.ts";
import { forwardFinish, forwardPartials } from "./forward.ts";
import { reference } from "./reference.ts";
import { planOf, shape } from "./shape.ts";

/**
 * A fully connected layer: `y[n,k] = sum_d x[n,d] kernel[d,k] + bias[k]`.
 *
 * x [N,D], kernel [D,K], bias [K] or left out, y [N,K]. The sum over D is cut into parts that depend on D and K alone.
 * Throws a ShapeError when shapes do not fit. Source: Keras `Dense`.
 *
 * @example
 * const { y } = device.forward(dense, { x, kernel, bias }, {});
 */
export const dense = defineOp({
  name: "dense",
  summary: "Fully connected layer.",
  formula: "y = x @ kernel + bias",
  inputs: { x: { describe: "[N,D]" }, kernel: { describe: "[D,K]" }, bias: { optional: true, describe: "[K]" } },
  outputs: { y: { describe: "[N,K]" } },
  params: {},
  shape,
  batch: ["x", "y"],
  saves: ["x", "kernel"],
  forward: (run, { x, kernel, bias, y }) => {
    const { rows, width, terms, ...constants } = planOf(x.shape, kernel.shape);
    const { columns, splits } = constants;
    const partial = run.scratch([rows, splits, columns]);
    run(forwardPartials[width], { x, kernel, partial }, { constants, params: { rows, terms } });
    run(forwardFinish, { partial, bias, y }, { constants: { columns, splits }, params: { rows } });
  },
  vjp: (run, { x, kernel }, { y: gradY }, { x: gradX, kernel: gradKernel, bias: gradBias }) => {
    if (!gradY) return;
    const { rows, width, depth, columns } = planOf(x.shape, kernel.shape);
    const values = { constants: { depth, columns }, params: { rows } };
    if (gradX) run(backwardX[width], { gradY, kernel, gradX }, values);
    if (gradKernel) run(backwardKernel[width], { x, gradY, gradKernel }, values);
    if (gradBias) run(backwardBias, { gradY, gradBias }, { constants: { columns }, params: { rows } });
  },
  reference,
  accumulation: ({ x, kernel }) => Math.max(x![0]!, x![1]!, kernel![1]!),
  flops: ({ x, kernel }) => 2 * x![0]! * sizeOf(kernel!),
  cases,
  fuzz: (random) => {
    const extent = (most: number): number => 1 + Math.floor(random() * most);
    const [N, D, K] = [extent(9), extent(300), random() < 0.5 ? 1 : extent(9)];
    return { inputs: { x: [N, D], kernel: [D, K], ...(random() < 0.5 ? { bias: [K] } : {}) } };
  },
});
