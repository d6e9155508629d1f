import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

export const forward = defineKernel({
  name: "add.forward",
  bindings: { a: read("vec4f"), b: read("vec4f"), y: write("vec4f") },
  params: { count: "u32" },
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  y[thread] = a[thread] + b[thread];`,
});
