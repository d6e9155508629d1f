import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";

export const reference: Reference<"x", "y", object> = {
  forward: ({ x }) => {
    const [N, C] = [x.shape[0]!, x.shape[1]!];
    const S = x.data.length / (N * C);
    const y = ndArray([N, S * C]);
    for (let n = 0; n < N; n++) {
      for (let c = 0; c < C; c++) {
        for (let s = 0; s < S; s++) y.data[n * S * C + s * C + c] = x.data[(n * C + c) * S + s]!;
      }
    }
    return { y };
  },
  vjp: (_, { y: gradY }, __, { x }) => {
    const gradX = ndArray(x);
    const C = x[1]!;
    const S = gradX.data.length / (x[0]! * C);
    for (let i = 0; i < gradX.data.length; i++) {
      const [n, c, s] = [Math.floor(i / (C * S)), Math.floor(i / S) % C, i % S];
      gradX.data[i] = gradY!.data[(n * S + s) * C + c]!;
    }
    return { x: gradX };
  },
};
