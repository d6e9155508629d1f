import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

export const backward = defineKernel({
  name: "l2.backward",
  bindings: { w: read("vec4f"), gradLoss: read("f32"), gradW: write("vec4f") },
  params: { count: "u32", doubled: "f32" },
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  gradW[thread] = params.doubled * gradLoss[0] * w[thread];`,
});
