import { defineOp } from "../../op/define-op.ts";
import { weight } from "../shared/draws.ts";
import { sumAll } from "../shared/sum.ts";
import { backward } from "./backward.ts";
import { cases, oneHot, wide } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { params, shape } from "./shape.ts";

/**
 * Softmax and categorical cross-entropy in one, from logits, so that no probability is clipped.
 *
 * `loss = sum_n w_n sum_k y'_k (log(sum_j exp(z_j)) - z_k)` with `y' = y (1 - labelSmoothing) + labelSmoothing / K`, and
 * `probabilities = softmax(z)`. Logits and labels are [N,K] with K >= 2, labels one-hot or soft in [0, 1], weights [N]
 * (1 when left out), loss []: a sum in nats; divide by N for the mean. Gradient: `gradLoss w (p sum_j y'_j - y')`.
 * Throws a ShapeError for other shapes. Source: TensorFlow `softmax_cross_entropy_with_logits`, as in Keras
 * `categorical_crossentropy`.
 *
 * @example
 * const { loss, probabilities } = device.forward(softmaxCrossentropy, { logits, labels }, { labelSmoothing: 0 });
 */
export const softmaxCrossentropy = defineOp({
  name: "softmaxCrossentropy",
  summary: "Softmax with categorical cross-entropy, summed over the batch.",
  formula: "loss = sum(w * y * (log(sum(exp(z))) - z)), probabilities = exp(z) / sum(exp(z))",
  inputs: {
    logits: { describe: "[N,K]" },
    labels: { differentiable: false, range: [0, 1], describe: "[N,K], one-hot or soft" },
    sampleWeight: { optional: true, differentiable: false, describe: "[N]" },
  },
  outputs: { loss: { describe: "[], the sum over the batch" }, probabilities: { describe: "[N,K]" } },
  params,
  shape,
  saves: ["logits", "labels", "sampleWeight"],
  forward: (run, { logits, labels, sampleWeight, loss, probabilities }, { labelSmoothing: smoothing }) => {
    const [rows, columns] = logits.shape as readonly [number, number];
    const losses = run.scratch([rows]);
    run(
      forward,
      { logits, labels, sampleWeight, probabilities, losses },
      { constants: { columns }, params: { rows, smoothing } },
    );
    sumAll(run, losses, loss);
  },
  vjp: (
    run,
    { logits, labels, sampleWeight },
    { loss: gradLoss, probabilities: gradProbabilities },
    { logits: gradLogits },
    { labelSmoothing: smoothing },
  ) => {
    if (!gradLogits) return;
    const [rows, columns] = logits.shape as readonly [number, number];
    run(
      backward,
      { logits, labels, sampleWeight, gradLoss, gradProbabilities, gradLogits },
      { constants: { columns }, params: { rows, smoothing } },
    );
  },
  reference,
  accumulation: ({ logits }) => logits![0]! + logits![1]!,
  cases,
  fuzz: (random) => {
    const [rows, columns] = [1 + Math.floor(random() * 100), 2 + Math.floor(random() * 20)];
    const weights = random() < 0.5 ? { sampleWeight: [rows] } : {};
    return {
      inputs: { logits: [rows, columns], labels: [rows, columns], ...weights },
      params: { labelSmoothing: random() < 0.5 ? 0 : random() },
      fill: { logits: wide, labels: oneHot(columns), sampleWeight: weight },
    };
  },
});
