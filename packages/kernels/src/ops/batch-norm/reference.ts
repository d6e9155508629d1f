import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { channelView, type BatchNormInput, type BatchNormOutput, type BatchNormParams } from "./shape.ts";

/** For every element of channel c, in order. */
function each(x: NdArray, axis: number, c: number, visit: (index: number) => void): void {
  const { outer, channels, inner } = channelView(x.shape, axis);
  for (let a = 0; a < outer; a++) {
    for (let b = 0; b < inner; b++) visit((a * channels + c) * inner + b);
  }
}

export const reference: Reference<BatchNormInput, BatchNormOutput, BatchNormParams> = {
  forward: (
    { x, gamma, beta, movingMean, movingVariance },
    { axis, momentum, epsilon, training, varianceCorrection },
  ) => {
    const C = gamma.data.length;
    const m = x.data.length / C;
    const y = ndArray(x.shape);
    const [mean, variance] = [ndArray([C], movingMean.data), ndArray([C], movingVariance.data)];
    const [newMovingMean, newMovingVariance] = [ndArray([C], movingMean.data), ndArray([C], movingVariance.data)];
    for (let c = 0; c < C; c++) {
      if (training) {
        let [sum, squares] = [0, 0];
        each(x, axis, c, (i) => (sum += x.data[i]!));
        each(x, axis, c, (i) => (squares += (x.data[i]! - sum / m) ** 2));
        mean.data[c] = sum / m;
        variance.data[c] = squares / m;
        const kept = varianceCorrection === "bessel" && m > 1 ? squares / (m - 1) : squares / m;
        newMovingMean.data[c] = movingMean.data[c]! * momentum + (sum / m) * (1 - momentum);
        newMovingVariance.data[c] = movingVariance.data[c]! * momentum + kept * (1 - momentum);
      }
      const deviation = Math.sqrt(variance.data[c]! + epsilon);
      each(
        x,
        axis,
        c,
        (i) => (y.data[i] = (gamma.data[c]! * (x.data[i]! - mean.data[c]!)) / deviation + beta.data[c]!),
      );
    }
    return { y, newMovingMean, newMovingVariance, mean, variance };
  },
  vjp: ({ x, gamma, mean, variance }, { y: gradY }, { axis, epsilon, training }) => {
    const C = gamma.data.length;
    const m = x.data.length / C;
    const [gradX, gradGamma, gradBeta] = [ndArray(x.shape), ndArray([C]), ndArray([C])];
    for (let c = 0; c < C; c++) {
      const deviation = Math.sqrt(variance.data[c]! + epsilon);
      const xhat = (i: number): number => (x.data[i]! - mean.data[c]!) / deviation;
      let [sum, product] = [0, 0];
      each(x, axis, c, (i) => {
        sum += gradY!.data[i]!;
        product += gradY!.data[i]! * xhat(i);
      });
      gradBeta.data[c] = sum;
      gradGamma.data[c] = product;
      each(x, axis, c, (i) => {
        const dy = gradY!.data[i]!;
        gradX.data[i] = training
          ? (gamma.data[c]! / (m * deviation)) * (m * dy - sum - xhat(i) * product)
          : (gamma.data[c]! * dy) / deviation;
      });
    }
    return { x: gradX, gamma: gradGamma, beta: gradBeta };
  },
};
