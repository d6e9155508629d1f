import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { indices } from "./unrolling.ts";

const TOGETHER = 4;

/** The second stage of the gradients of filter and bias: adds up `[splits][count]` in the order of the splits. */
export const sumSplits = defineKernel({
  name: "conv2d.sumSplits",
  bindings: { partial: read("f32"), total: write("f32") },
  params: { count: "u32", splits: "u32" },
  constants: {},
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  // A few loads at a time, as there are too few threads to hide how long each takes; the order of the sum stays.
  body: () => wgsl`
  const together = ${TOGETHER}u;
  var sum = 0.0;
  for (var i = 0u; i < params.splits / together; i++) {
    let first = i * together * params.count + thread;
${indices(TOGETHER)
  .map((k) => `    let value${k} = partial[first + ${k} * params.count];`)
  .join("\n")}
${indices(TOGETHER)
  .map((k) => `    sum += value${k};`)
  .join("\n")}
  }
  for (var split = params.splits / together * together; split < params.splits; split++) {
    sum += partial[split * params.count + thread];
  }
  total[thread] = sum;`,
});
