import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";

/** gradBias[k] = sum_n gradY[n,k], samples in order. */
export const backwardBias = defineKernel({
  name: "dense.backwardBias",
  bindings: { gradY: read("f32"), gradBias: write("f32") },
  params: { rows: "u32" },
  constants: {} as { readonly columns: number },
  variants: elementwise,
  grid: ({ constants }) => ({ threads: constants.columns }),
  body: () => wgsl`
  var sum = 0.0;
  for (var row = 0u; row < params.rows; row++) { sum += gradY[row * columns + thread]; }
  gradBias[thread] = sum;`,
});
