import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { balance, type SigmoidFocalInput, type SigmoidFocalOutput, type SigmoidFocalParams } from "./shape.ts";

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** One sample: the probability, the loss and its derivative in z. */
function focal(z: number, label: number, params: SigmoidFocalParams): { p: number; loss: number; slope: number } {
  const { gamma, labelSmoothing } = params;
  const { positive, negative } = balance(params);
  const y = label * (1 - labelSmoothing) + labelSmoothing / 2;
  const [p, q] = [sigmoid(z), sigmoid(-z)];
  const weight = y * positive + (1 - y) * negative;
  const wrong = y * q + (1 - y) * p;
  const entropy = Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
  const ofWrong = gamma === 0 || wrong === 0 ? 0 : gamma * Math.pow(wrong, gamma - 1) * (1 - 2 * y) * p * q;
  return {
    p,
    loss: weight * Math.pow(wrong, gamma) * entropy,
    slope: weight * (ofWrong * entropy + Math.pow(wrong, gamma) * (p * (1 - y) - q * y)),
  };
}

export const reference: Reference<SigmoidFocalInput, SigmoidFocalOutput, SigmoidFocalParams> = {
  forward: ({ logits, labels, sampleWeight }, params) => {
    let loss = 0;
    const probabilities = ndArray(logits.shape);
    logits.data.forEach((z, n) => {
      const sample = focal(z, labels.data[n]!, params);
      loss += (sampleWeight?.data[n] ?? 1) * sample.loss;
      probabilities.data[n] = sample.p;
    });
    return { loss: ndArray([], [loss]), probabilities };
  },
  vjp: ({ logits, labels, sampleWeight }, { loss, probabilities }, params) => {
    const gradLogits = ndArray(logits.shape);
    logits.data.forEach((z, n) => {
      const { slope } = focal(z, labels.data[n]!, params);
      const weight = sampleWeight?.data[n] ?? 1;
      gradLogits.data[n] =
        (loss?.data[0] ?? 0) * weight * slope + (probabilities?.data[n] ?? 0) * sigmoid(z) * sigmoid(-z);
    });
    return { logits: gradLogits };
  },
};
