import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

/** In place: the outputs hold the old values when the kernel starts. */
export const update = defineKernel({
  name: "sgd.update",
  bindings: { grad: read("vec4f"), newParam: write("vec4f"), newVelocity: write("vec4f") },
  params: { count: "u32", learningRate: "f32", momentum: "f32" },
  constants: {} as { readonly nesterov: boolean },
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: ({ constants }) => wgsl`
  let step = params.learningRate * grad[thread];
  let velocity = params.momentum * newVelocity[thread] - step;
  newVelocity[thread] = velocity;
  #if ${constants.nesterov}
  newParam[thread] += params.momentum * velocity - step;
  #else
  newParam[thread] += velocity;
  #endif`,
});
