import { defineOp } from "../../op/define-op.ts";
import { label, weight } from "../shared/draws.ts";
import { sumAll } from "../shared/sum.ts";
import { backward } from "./backward.ts";
import { cases } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { params, shape } from "./shape.ts";

/**
 * Sigmoid and binary cross-entropy in one, from logits, so that no probability is clipped.
 *
 * `loss = sum_n w_n (max(z,0) - z y' + log(1 + exp(-|z|)))`, `probabilities = sigmoid(z)` in [0, 1], with
 * `y' = y (1 - labelSmoothing) + labelSmoothing / 2`. Logits and labels are [N,1], labels in [0, 1], weights [N] (1 when
 * left out), loss []: a sum in nats; divide by N for the mean. Gradient: `gradLoss w (sigmoid(z) - y')`.
 * Throws a ShapeError for other shapes. Source: TensorFlow `sigmoid_cross_entropy_with_logits`, which Keras uses.
 *
 * @example
 * const { loss, probabilities } = device.forward(sigmoidBce, { logits, labels }, { labelSmoothing: 0 });
 */
export const sigmoidBce = defineOp({
  name: "sigmoidBce",
  summary: "Sigmoid with binary cross-entropy, summed over the batch.",
  formula: "loss = sum(w * (max(z, 0) - z*y + log1p(exp(-|z|)))), probabilities = 1 / (1 + exp(-z))",
  inputs: {
    logits: { describe: "[N,1]" },
    labels: { differentiable: false, range: [0, 1], describe: "[N,1], in [0, 1]" },
    sampleWeight: { optional: true, differentiable: false, describe: "[N]" },
  },
  outputs: { loss: { describe: "[], the sum over the batch" }, probabilities: { describe: "[N,1]" } },
  params,
  shape,
  saves: ["logits", "labels", "sampleWeight"],
  forward: (run, { logits, labels, sampleWeight, loss, probabilities }, { labelSmoothing }) => {
    const rows = logits.shape[0]!;
    const losses = run.scratch([rows]);
    run(
      forward,
      { logits, labels, sampleWeight, probabilities, losses },
      { constants: {}, params: { rows, smoothing: labelSmoothing } },
    );
    sumAll(run, losses, loss);
  },
  vjp: (
    run,
    { logits, labels, sampleWeight },
    { loss: gradLoss, probabilities: gradProbabilities },
    { logits: gradLogits },
    { labelSmoothing },
  ) => {
    if (!gradLogits) return;
    const buffers = { logits, labels, sampleWeight, gradLoss, gradProbabilities, gradLogits };
    run(backward, buffers, { constants: {}, params: { rows: logits.shape[0]!, smoothing: labelSmoothing } });
  },
  reference,
  accumulation: ({ logits }) => logits![0]!,
  cases,
  fuzz: (random) => {
    const rows = 1 + Math.floor(random() * 300);
    const weights = random() < 0.5 ? { sampleWeight: [rows] } : {};
    return {
      inputs: { logits: [rows, 1], labels: [rows, 1], ...weights },
      params: { labelSmoothing: random() < 0.5 ? 0 : random() },
      fill: { logits: (_, draw) => (draw() - 0.5) * 30, labels: label, sampleWeight: weight },
    };
  },
});
