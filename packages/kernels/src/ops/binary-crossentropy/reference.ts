import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { CLIP, type BinaryCrossentropyInput, type BinaryCrossentropyParams } from "./shape.ts";

const smooth = (label: number, smoothing: number): number => label * (1 - smoothing) + smoothing / 2;

export const reference: Reference<BinaryCrossentropyInput, "loss", BinaryCrossentropyParams> = {
  forward: ({ probabilities, labels, sampleWeight }, { labelSmoothing }) => {
    let loss = 0;
    probabilities.data.forEach((value, n) => {
      const p = Math.min(Math.max(value, CLIP), 1 - CLIP);
      const y = smooth(labels.data[n]!, labelSmoothing);
      loss -= (sampleWeight?.data[n] ?? 1) * (y * Math.log(p) + (1 - y) * Math.log1p(-p));
    });
    return { loss: ndArray([], [loss]) };
  },
  vjp: ({ probabilities, labels, sampleWeight }, { loss }, { labelSmoothing }) => {
    const gradProbabilities = ndArray(probabilities.shape);
    probabilities.data.forEach((p, n) => {
      if (p < CLIP || 1 - p < CLIP) return;
      const y = smooth(labels.data[n]!, labelSmoothing);
      gradProbabilities.data[n] = loss!.data[0]! * (sampleWeight?.data[n] ?? 1) * ((1 - y) / (1 - p) - y / p);
    });
    return { probabilities: gradProbabilities };
  },
};
