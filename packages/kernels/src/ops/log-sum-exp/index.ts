import { elementFunction } from "../shared/element-function.ts";
import { fold, mapReduce } from "../shared/map-reduce.ts";
import { overX, reductionOp } from "../shared/reduction-op.ts";
import { reductionCases } from "../shared/reduction.ts";
import { broadcast } from "../shared/strides.ts";
import { spreadOut } from "../shared/unary.ts";
import { reference } from "./reference.ts";

const sumOfExponentials = mapReduce({ name: "logSumExp.sum", inputs: ["x", "largest"], value: "exp(x - largest)" });
const finish = elementFunction("logSumExp.finish", ["largest", "total"], "largest + log(total)");
const backward = mapReduce({
  name: "logSumExp.backward",
  inputs: ["x", "y", "total", "gradY"],
  value: "gradY * exp(x - y) / total",
});

/**
 * `y = log(sum(exp(x)))` over `axes`, by default all of them, without overflow for any finite x; `gradX = gradY exp(x - y) / sum(exp(x - y))`,
 * where the sum is 1 but for the rounding of y, which far from zero is more than the logarithm.
 *
 * x of any shape; y is x without those axes, or with extents of 1 in their place where `keepdims`. Negative axes count from
 * the end. Computed as `largest + log(sum(exp(x - largest)))`. Throws a ShapeError for an empty x, and for axes that it does
 * not have. Source: Keras `ops.logsumexp`.
 *
 * @example
 * const { y } = device.forward(logSumExp, { x }, { axes: [1], keepdims: false }); // [8,10] -> [8]
 */
export const logSumExp = reductionOp({
  name: "logSumExp",
  summary: "Logarithm of the sum of exponentials over axes.",
  formula: "y = log(sum(exp(x)))",
  saves: ["x", "y"],
  forward: (run, { x, y }, reduction) => {
    const { space, axes } = reduction;
    const [largest, total] = [run.scratch(y.shape), run.scratch(y.shape)];
    const whole = broadcast(x, space);
    fold.max(run, largest, { space, axes, inputs: { x: whole } });
    sumOfExponentials(run, total, { space, axes, inputs: { x: whole, largest: overX(largest, reduction) } });
    finish(run, { largest, total }, y, y.shape);
  },
  vjp: (run, { x, y }, { gradX, gradY }, reduction) => {
    const { space, axes } = reduction;
    const total = run.scratch(y.shape);
    const both = { x: broadcast(x, space), y: overX(y, reduction) };
    sumOfExponentials(run, total, { space, axes, inputs: { x: both.x, largest: both.y } });
    const inputs = { ...both, total: overX(total, reduction), gradY: overX(gradY, reduction) };
    backward(run, gradX, { space, inputs });
  },
  reference,
  cases: [
    ...reductionCases({ x: spreadOut }),
    {
      name: "extremes",
      inputs: { x: [3, 3] },
      params: { axes: [1] },
      fill: { x: (i) => [1e4, -1e4, 0, 1e4, 9999, -88, 88, 0, 0][i]! },
    },
    { name: "equal, far from zero", inputs: { x: [2, 3] }, params: { axes: [1] }, fill: { x: () => 1e8 } },
  ],
});
