import { defineOp } from "../../op/define-op.ts";
import { label, weight } from "../shared/draws.ts";
import { sumAll } from "../shared/sum.ts";
import { backward } from "./backward.ts";
import { cases, probability } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { params, shape } from "./shape.ts";

/**
 * Binary cross-entropy of probabilities, for networks that do not end in a sigmoid; `sigmoidBce` is exact where they do.
 *
 * `loss = -sum_n w_n (y' log p' + (1-y') log(1-p'))` with `p' = clip(p, 1e-7, 1 - 1e-7)` and
 * `y' = y (1 - labelSmoothing) + labelSmoothing / 2`. Probabilities and labels are [N,1], labels in [0, 1], weights [N]
 * (1 when left out), loss []: a sum in nats. Gradient: `gradLoss w ((1-y') / (1-p) - y' / p)`, 0 outside of the clip.
 * Throws a ShapeError for other shapes. Source: Keras `binary_crossentropy` with `from_logits=False`.
 *
 * @example
 * const { loss } = device.forward(binaryCrossentropy, { probabilities, labels }, { labelSmoothing: 0 });
 */
export const binaryCrossentropy = defineOp({
  name: "binaryCrossentropy",
  summary: "Binary cross-entropy of clipped probabilities, summed over the batch.",
  formula: "loss = -sum(w * (y * log(p) + (1 - y) * log(1 - p))), p clipped to [1e-7, 1 - 1e-7]",
  inputs: {
    probabilities: { describe: "[N,1]" },
    labels: { differentiable: false, range: [0, 1], describe: "[N,1], in [0, 1]" },
    sampleWeight: { optional: true, differentiable: false, describe: "[N]" },
  },
  outputs: { loss: { describe: "[], the sum over the batch" } },
  params,
  shape,
  saves: ["probabilities", "labels", "sampleWeight"],
  forward: (run, { probabilities, labels, sampleWeight, loss }, { labelSmoothing }) => {
    const rows = probabilities.shape[0]!;
    const losses = run.scratch([rows]);
    run(
      forward,
      { probabilities, labels, sampleWeight, losses },
      { constants: {}, params: { rows, smoothing: labelSmoothing } },
    );
    sumAll(run, losses, loss);
  },
  vjp: (
    run,
    { probabilities, labels, sampleWeight },
    { loss: gradLoss },
    { probabilities: gradProbabilities },
    { labelSmoothing },
  ) => {
    if (!gradProbabilities || !gradLoss) return;
    run(
      backward,
      { probabilities, labels, sampleWeight, gradLoss, gradProbabilities },
      { constants: {}, params: { rows: probabilities.shape[0]!, smoothing: labelSmoothing } },
    );
  },
  reference,
  accumulation: ({ probabilities }) => probabilities![0]!,
  cases,
  fuzz: (random) => {
    const rows = 1 + Math.floor(random() * 300);
    const weights = random() < 0.5 ? { sampleWeight: [rows] } : {};
    return {
      inputs: { probabilities: [rows, 1], labels: [rows, 1], ...weights },
      params: { labelSmoothing: random() < 0.5 ? 0 : random() },
      fill: { probabilities: probability, labels: label, sampleWeight: weight },
    };
  },
});
