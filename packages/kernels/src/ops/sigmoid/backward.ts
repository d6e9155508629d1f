import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

export const backward = defineKernel({
  name: "sigmoid.backward",
  bindings: { y: read("vec4f"), gradY: read("vec4f"), gradX: write("vec4f") },
  params: { count: "u32" },
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  gradX[thread] = gradY[thread] * y[thread] * (1.0 - y[thread]);`,
});
