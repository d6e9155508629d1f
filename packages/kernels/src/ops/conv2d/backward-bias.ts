import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";

type Plane = { readonly K: number; readonly outH: number; readonly outW: number };

/** First stage of the gradient of bias: the sum of the upstream gradient over the rows of one split, `[splits][K]`. */
export const backwardBias = defineKernel({
  name: "conv2d.backwardBias",
  bindings: { gradY: read("f32"), partial: write("f32") },
  params: { rows: "u32", rowsPerSplit: "u32", splits: "u32" },
  constants: {} as Plane,
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ constants, params }) => ({ threads: params.splits * constants.K }),
  body: () => wgsl`
  let channel = thread % K;
  let first = thread / K * params.rowsPerSplit;
  let last = min(first + params.rowsPerSplit, params.rows);
  var sum = 0.0;
  for (var row = first; row < last; row++) {
    let line = ((row / outH * K + channel) * outH + row % outH) * outW;
    for (var column = 0u; column < outW; column++) { sum += gradY[line + column]; }
  }
  partial[thread] = sum;`,
});
