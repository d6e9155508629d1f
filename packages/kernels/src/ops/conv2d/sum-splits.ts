import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";

/** The second stage of the gradients of filter and bias: adds up `[splits][count]` in the order of the splits. */
export const sumSplits = defineKernel({
  name: "conv2d.sumSplits",
  bindings: { partial: read("f32"), total: write("f32") },
  params: { count: "u32", splits: "u32" },
  constants: {},
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`
  var sum = 0.0;
  for (var split = 0u; split < params.splits; split++) { sum += partial[split * params.count + thread]; }
  total[thread] = sum;`,
});
