import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

/** exp(-|x|) never overflows; for negative x the result is e / (1 + e). */
export const forward = defineKernel({
  name: "sigmoid.forward",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  params: { count: "u32" },
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`
  let e = exp(-abs(x[thread]));
  y[thread] = select(e, vec4f(1), x[thread] >= vec4f()) / (1.0 + e);`,
});
