import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { philoxWgsl } from "../../random/philox.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

/** Forward and vjp alike: the same elements of x, or of gradY, are kept and scaled. One block of random words per vec4. */
export const apply = defineKernel({
  name: "dropout.apply",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  params: { count: "u32", seed: "u32", stream: "u32", step: "u32", threshold: "u32", scale: "f32" },
  constants: {} as { readonly masked: boolean },
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  declarations: ({ constants }) => (constants.masked ? philoxWgsl : ""),
  body: ({ constants }) => wgsl`
  let inside = vec4u(0, 1, 2, 3) + vec4u(4 * thread) < vec4u(params.count);
  #if ${constants.masked}
  let words = philox4x32(vec4u(thread, params.step, 0u, 0u), vec2u(params.seed, params.stream));
  let kept = (words >> vec4u(8u)) < vec4u(params.threshold);
  y[thread] = select(vec4f(), x[thread] * params.scale, kept & inside);
  #else
  y[thread] = select(vec4f(), x[thread], inside);
  #endif`,
});
