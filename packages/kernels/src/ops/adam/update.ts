import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

/** In place: the outputs hold the old values when the kernel starts. */
export const update = defineKernel({
  name: "adam.update",
  bindings: { grad: read("vec4f"), newParam: write("vec4f"), newM: write("vec4f"), newV: write("vec4f") },
  params: { count: "u32", alpha: "f32", rate1: "f32", rate2: "f32", epsilon: "f32", decay: "f32" },
  constants: {} as { readonly decays: boolean },
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: ({ constants }) => wgsl`
  let g = grad[thread];
  let m = newM[thread] + (g - newM[thread]) * params.rate1;
  let v = newV[thread] + (g * g - newV[thread]) * params.rate2;
  newM[thread] = m;
  newV[thread] = v;
  #if ${constants.decays}
  newParam[thread] -= params.decay * newParam[thread];
  #endif
  newParam[thread] -= params.alpha * m / (sqrt(v) + params.epsilon);`,
});
