import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { AdamInput, AdamParams } from "./shape.ts";

export const reference: Reference<AdamInput, "newParam" | "newM" | "newV", AdamParams> = {
  forward: ({ param, grad, m, v }, { learningRate, beta1, beta2, epsilon, step, weightDecay }) => {
    const [newParam, newM, newV] = [
      ndArray(param.shape, param.data),
      ndArray(m.shape, m.data),
      ndArray(v.shape, v.data),
    ];
    const alpha = (learningRate * Math.sqrt(1 - Math.pow(beta2, step))) / (1 - Math.pow(beta1, step));
    for (let i = 0; i < grad.data.length; i++) {
      const g = grad.data[i]!;
      newM.data[i]! += (g - m.data[i]!) * (1 - beta1);
      newV.data[i]! += (g * g - v.data[i]!) * (1 - beta2);
      newParam.data[i]! -= learningRate * weightDecay * param.data[i]!;
      newParam.data[i]! -= (alpha * newM.data[i]!) / (Math.sqrt(newV.data[i]!) + epsilon);
    }
    return { newParam, newM, newV };
  },
};
