import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";

/** Four elements a thread: arrays are padded to whole vec4s, so the last one may compute values nobody reads. */
export const forward = defineKernel({
  name: "relu.forward",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  params: { count: "u32" },
  constants: {},
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  y[thread] = max(x[thread], vec4f());`,
});
