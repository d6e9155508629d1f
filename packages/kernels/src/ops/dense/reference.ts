import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import type { DenseInput } from "./shape.ts";

export const reference: Reference<DenseInput, "y", object> = {
  forward: ({ x, kernel, bias }) => {
    const [N, D, K] = [x.shape[0]!, x.shape[1]!, kernel.shape[1]!];
    const y = ndArray([N, K]);
    for (let n = 0; n < N; n++) {
      for (let k = 0; k < K; k++) {
        let sum = bias?.data[k] ?? 0;
        for (let d = 0; d < D; d++) sum += x.data[n * D + d]! * kernel.data[d * K + k]!;
        y.data[n * K + k] = sum;
      }
    }
    return { y };
  },
  vjp: ({ x, kernel }, { y: gradY }) => {
    const [N, D, K] = [x.shape[0]!, x.shape[1]!, kernel.shape[1]!];
    const [gradX, gradKernel, gradBias] = [ndArray(x.shape), ndArray(kernel.shape), ndArray([K])];
    for (let n = 0; n < N; n++) {
      for (let k = 0; k < K; k++) {
        const g = gradY!.data[n * K + k]!;
        gradBias.data[k]! += g;
        for (let d = 0; d < D; d++) {
          gradX.data[n * D + d]! += g * kernel.data[d * K + k]!;
          gradKernel.data[d * K + k]! += g * x.data[n * D + d]!;
        }
      }
    }
    return { x: gradX, kernel: gradKernel, bias: gradBias };
  },
};
