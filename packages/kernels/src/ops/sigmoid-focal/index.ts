import { defineOp } from "../../op/define-op.ts";
import { label, weight } from "../shared/draws.ts";
import { sumAll } from "../shared/sum.ts";
import { backward } from "./backward.ts";
import { cases } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { balance, params, shape } from "./shape.ts";

/**
 * Sigmoid and binary focal cross-entropy in one, from logits: what is right already counts little.
 *
 * `loss = sum_n w_n a_n (1 - p_t)^gamma bce_n` with `p = sigmoid(z)`, `p_t = y' p + (1-y')(1-p)`,
 * `y' = y (1 - labelSmoothing) + labelSmoothing / 2`, and `a = y' alpha + (1-y')(1-alpha)`, or 1 where alpha is left out.
 * Logits and labels are [N,1], labels in [0, 1], weights [N] (1 when left out), probabilities [N,1], loss []: a sum in nats.
 * gamma >= 0, alpha in [0, 1]. Throws a ShapeError for other shapes and params. Source: Lin et al. (2017), as in Keras
 * `binary_focal_crossentropy` (with alpha: `apply_class_balancing`) and TensorFlow Addons `sigmoid_focal_crossentropy`.
 *
 * @example
 * const { loss } = device.forward(sigmoidFocal, { logits, labels }, { gamma: 2, alpha: 0.25, labelSmoothing: 0 });
 */
export const sigmoidFocal = defineOp({
  name: "sigmoidFocal",
  summary: "Sigmoid with binary focal cross-entropy, summed over the batch.",
  formula: "loss = sum(w * (y*alpha + (1-y)*(1-alpha)) * (1 - p_t)^gamma * bce(z, y))",
  inputs: {
    logits: { describe: "[N,1]" },
    labels: { differentiable: false, range: [0, 1], describe: "[N,1], in [0, 1]" },
    sampleWeight: { optional: true, differentiable: false, describe: "[N]" },
  },
  outputs: { loss: { describe: "[], the sum over the batch" }, probabilities: { describe: "[N,1]" } },
  params,
  shape,
  saves: ["logits", "labels", "sampleWeight"],
  forward: (run, { logits, labels, sampleWeight, loss, probabilities }, values) => {
    const { gamma, labelSmoothing: smoothing } = values;
    const rows = logits.shape[0]!;
    const losses = run.scratch([rows]);
    run(
      forward,
      { logits, labels, sampleWeight, probabilities, losses },
      { constants: {}, params: { rows, gamma, smoothing, ...balance(values) } },
    );
    sumAll(run, losses, loss);
  },
  vjp: (
    run,
    { logits, labels, sampleWeight },
    { loss: gradLoss, probabilities: gradProbabilities },
    { logits: gradLogits },
    values,
  ) => {
    if (!gradLogits) return;
    const { gamma, labelSmoothing: smoothing } = values;
    run(
      backward,
      { logits, labels, sampleWeight, gradLoss, gradProbabilities, gradLogits },
      { constants: {}, params: { rows: logits.shape[0]!, gamma, smoothing, ...balance(values) } },
    );
  },
  reference,
  accumulation: ({ logits }) => logits![0]!,
  cases,
  fuzz: (random) => {
    const rows = 1 + Math.floor(random() * 300);
    const weights = random() < 0.5 ? { sampleWeight: [rows] } : {};
    const balanced = random() < 0.5 ? { alpha: random() } : {};
    return {
      inputs: { logits: [rows, 1], labels: [rows, 1], ...weights },
      params: { gamma: random() * 4, labelSmoothing: random() < 0.5 ? 0 : random(), ...balanced },
      fill: { logits: (_, draw) => (draw() - 0.5) * 30, labels: label, sampleWeight: weight },
    };
  },
});
