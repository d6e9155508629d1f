import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { SoftmaxCrossentropyInput, SoftmaxCrossentropyOutput, SoftmaxCrossentropyParams } from "./shape.ts";

type Inputs = Readonly<Record<SoftmaxCrossentropyInput, NdArray>>;

/** Of each row: its weight, smoothed labels, logarithms of its probabilities, and where it starts. */
function* rowsOf({ logits, labels, sampleWeight }: Inputs, { labelSmoothing }: SoftmaxCrossentropyParams) {
  const [rows, columns] = logits.shape as readonly [number, number];
  for (let n = 0; n < rows; n++) {
    const start = n * columns;
    const z = logits.data.subarray(start, start + columns);
    const best = z.indexOf(z.reduce((most, value) => Math.max(most, value), -Infinity));
    const rest = z.reduce((sum, value, k) => (k === best ? sum : sum + Math.exp(value - z[best]!)), 0);
    yield {
      start,
      weight: sampleWeight?.data[n] ?? 1,
      y: labels.data.subarray(start, start + columns).map((y) => y * (1 - labelSmoothing) + labelSmoothing / columns),
      logarithms: z.map((value) => value - z[best]! - Math.log1p(rest)),
    };
  }
}

export const reference: Reference<SoftmaxCrossentropyInput, SoftmaxCrossentropyOutput, SoftmaxCrossentropyParams> = {
  forward: (inputs, params) => {
    const probabilities = ndArray(inputs.logits.shape);
    let loss = 0;
    for (const { start, weight, y, logarithms } of rowsOf(inputs, params)) {
      logarithms.forEach((logarithm, k) => {
        probabilities.data[start + k] = Math.exp(logarithm);
        loss -= weight * y[k]! * logarithm;
      });
    }
    return { loss: ndArray([], [loss]), probabilities };
  },
  vjp: (inputs, { loss, probabilities }, params) => {
    const gradLogits = ndArray(inputs.logits.shape);
    for (const { start, weight, y, logarithms } of rowsOf(inputs, params)) {
      const scale = (loss?.data[0] ?? 0) * weight;
      const labelSum = y.reduce((sum, value) => sum + value, 0);
      const upstream = (k: number): number => probabilities?.data[start + k] ?? 0;
      const mean = logarithms.reduce((sum, logarithm, k) => sum + upstream(k) * Math.exp(logarithm), 0);
      logarithms.forEach((logarithm, k) => {
        const p = Math.exp(logarithm);
        const others = -Math.expm1(logarithm);
        gradLogits.data[start + k] = scale * (p * (labelSum - y[k]!) - others * y[k]!) + p * (upstream(k) - mean);
      });
    }
    return { logits: gradLogits };
  },
};
