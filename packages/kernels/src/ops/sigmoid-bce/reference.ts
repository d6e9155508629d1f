import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { SigmoidBceInput, SigmoidBceOutput, SigmoidBceParams } from "./shape.ts";

const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
const smooth = (label: number, smoothing: number): number => label * (1 - smoothing) + smoothing / 2;

export const reference: Reference<SigmoidBceInput, SigmoidBceOutput, SigmoidBceParams> = {
  forward: ({ logits, labels, sampleWeight }, { labelSmoothing }) => {
    let loss = 0;
    logits.data.forEach((z, n) => {
      const y = smooth(labels.data[n]!, labelSmoothing);
      loss += (sampleWeight?.data[n] ?? 1) * (Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z))));
    });
    return { loss: ndArray([], [loss]), probabilities: ndArray(logits.shape, logits.data.map(sigmoid)) };
  },
  vjp: ({ logits, labels, sampleWeight }, { loss, probabilities }, { labelSmoothing }) => {
    const gradLogits = ndArray(logits.shape);
    logits.data.forEach((z, n) => {
      const [p, q] = [sigmoid(z), sigmoid(-z)];
      const y = smooth(labels.data[n]!, labelSmoothing);
      const weight = sampleWeight?.data[n] ?? 1;
      gradLogits.data[n] =
        (loss?.data[0] ?? 0) * weight * (p * (1 - y) - q * y) + (probabilities?.data[n] ?? 0) * p * q;
    });
    return { logits: gradLogits };
  },
};
