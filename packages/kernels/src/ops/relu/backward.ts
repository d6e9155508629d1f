import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";

/** The output is enough for the mask: y > 0 exactly where x > 0. */
export const backward = defineKernel({
  name: "relu.backward",
  bindings: { y: read("vec4f"), gradY: read("vec4f"), gradX: write("vec4f") },
  params: { count: "u32" },
  constants: {},
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  gradX[thread] = select(vec4f(), gradY[thread], y[thread] > vec4f());`,
});
