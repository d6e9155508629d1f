import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

/**
 * In place: the outputs hold the old values when the kernel starts. The new meanSquare - meanGrad^2 is computed from the old
 * one and the gradient's distance from the old mean: the difference of the new ones has no digits left where rho is small.
 * A variance is never negative, but rounding could make it so, and then its root would be no number.
 */
export const update = defineKernel({
  name: "rmsprop.update",
  bindings: {
    grad: read("vec4f"),
    newParam: write("vec4f"),
    newMeanSquare: write("vec4f"),
    newMeanGrad: write("vec4f"),
    newVelocity: write("vec4f"),
  },
  params: { count: "u32", learningRate: "f32", rho: "f32", rate: "f32", momentum: "f32", epsilon: "f32" },
  constants: {} as { readonly centered: boolean },
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: ({ constants }) => wgsl`
  let g = grad[thread];
  let square = newMeanSquare[thread];
  newMeanSquare[thread] = params.rho * square + params.rate * g * g;
  #if ${constants.centered}
  let mean = newMeanGrad[thread];
  newMeanGrad[thread] = params.rho * mean + params.rate * g;
  let variance = max(square - mean * mean, vec4f());
  let spread = params.rho * (variance + params.rate * (g - mean) * (g - mean));
  #else
  let spread = newMeanSquare[thread];
  #endif
  let step = params.learningRate * g / sqrt(spread + params.epsilon);
  let velocity = params.momentum * newVelocity[thread] + step;
  newVelocity[thread] = velocity;
  newParam[thread] -= velocity;`,
});
