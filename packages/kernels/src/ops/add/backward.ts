import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

/** Each term receives the gradient as it is, in an array of its own. */
export const backward = defineKernel({
  name: "add.backward",
  bindings: { gradY: read("vec4f"), gradient: write("vec4f") },
  params: { count: "u32" },
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  gradient[thread] = gradY[thread];`,
});
