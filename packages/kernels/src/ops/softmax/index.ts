import { defineOp } from "../../op/define-op.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { softmaxAlong, softmaxGradientAlong } from "./along-axis.ts";
import { backward } from "./backward.ts";
import { cases, spread } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { axisOfSoftmax, params } from "./shape.ts";

const split = (of: Shape): { constants: { columns: number }; params: { rows: number } } => {
  const columns = of.at(-1)!;
  return { constants: { columns }, params: { rows: sizeOf(of) / columns } };
};

/**
 * `y_k = exp(x_k) / sum_j exp(x_j)` along an axis, by default the last, without overflow for any finite x; y in [0, 1].
 *
 * x of any shape but [], y the same; `gradX = y (gradY - sum_j gradY_j y_j)`. Throws a ShapeError for an x without elements or
 * without that axis. Source: Keras `activations.softmax`.
 *
 * @example
 * const { y } = device.forward(softmax, { x }, { axis: -1 });
 */
export const softmax = defineOp({
  name: "softmax",
  summary: "Probabilities along an axis.",
  formula: "y = exp(x) / sum(exp(x))",
  inputs: { x: { describe: "any shape but []" } },
  outputs: { y: { describe: "the shape of x" } },
  params,
  shape: ({ x }, given) => {
    axisOfSoftmax(x, given);
    return { y: x };
  },
  batch: ({ x, y }, given) => (axisOfSoftmax((x ?? y)!, given) > 0 ? ["x", "y"] : []),
  saves: ["y"],
  forward: (run, { x, y }, given) => {
    const axis = axisOfSoftmax(x.shape, given);
    if (axis === x.shape.length - 1) run(forward, { x, y }, split(x.shape));
    else softmaxAlong(run, x, y, axis);
  },
  vjp: (run, { y }, { y: gradY }, { x: gradX }, given) => {
    if (!gradX || !gradY) return;
    const axis = axisOfSoftmax(y.shape, given);
    if (axis === y.shape.length - 1) run(backward, { y, gradY, gradX }, split(y.shape));
    else softmaxGradientAlong(run, { y, gradY, gradX }, axis);
  },
  reference,
  accumulation: ({ x }, given) => x![axisOfSoftmax(x!, given)]!,
  cases,
  fuzz: (random) => {
    const axes = random() < 0.5 ? [1 + Math.floor(random() * 4)] : [];
    const x = [1 + Math.floor(random() * 100), ...axes, 1 + Math.floor(random() * 30)];
    return { inputs: { x }, params: { axis: Math.floor(random() * x.length) - x.length }, fill: { x: spread } };
  },
});
