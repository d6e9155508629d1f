import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { SgdInput, SgdParams } from "./shape.ts";

export const reference: Reference<SgdInput, "newParam" | "newVelocity", SgdParams> = {
  forward: ({ param, grad, velocity }, { learningRate, momentum, nesterov }) => {
    const [newParam, newVelocity] = [ndArray(param.shape, param.data), ndArray(velocity.shape, velocity.data)];
    grad.data.forEach((g, i) => {
      const v = momentum * velocity.data[i]! - learningRate * g;
      newVelocity.data[i] = v;
      newParam.data[i]! += nesterov ? momentum * v - learningRate * g : v;
    });
    return { newParam, newVelocity };
  },
};
