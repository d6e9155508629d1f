import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { RmspropInput, RmspropOutput, RmspropParams } from "./shape.ts";

const copy = ({ shape, data }: NdArray): NdArray => ndArray(shape, data);

export const reference: Reference<RmspropInput, RmspropOutput, RmspropParams> = {
  forward: ({ param, grad, meanSquare, meanGrad, velocity }, { learningRate, rho, momentum, epsilon, centered }) => {
    const [newParam, newMeanSquare, newMeanGrad, newVelocity] = [
      copy(param),
      copy(meanSquare),
      copy(meanGrad),
      copy(velocity),
    ];
    grad.data.forEach((g, i) => {
      const square = rho * meanSquare.data[i]! + (1 - rho) * g * g;
      const mean = rho * meanGrad.data[i]! + (1 - rho) * g;
      newMeanSquare.data[i] = square;
      if (centered) newMeanGrad.data[i] = mean;
      const spread = centered ? Math.max(square - mean * mean, 0) : square;
      newVelocity.data[i] = momentum * velocity.data[i]! + (learningRate * g) / Math.sqrt(spread + epsilon);
      newParam.data[i]! -= newVelocity.data[i];
    });
    return { newParam, newMeanSquare, newMeanGrad, newVelocity };
  },
};
