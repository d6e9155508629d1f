import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { extents } from "./extents.ts";

/** One element of gradX a thread, which adds up the picks of its index in their order: nothing is scattered, so nothing races. */
export const backward = defineKernel({
  name: "gather.backward",
  bindings: { indices: read("u32"), gradY: read("f32"), gradX: write("f32") },
  params: extents,
  constants: {},
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`
  let k = thread % params.inner;
  let i = thread / params.inner % params.entries;
  let outer = thread / params.inner / params.entries;
  var sum = 0.0;
  for (var pick = 0u; pick < params.picks; pick++) {
    if (min(indices[pick], params.entries - 1u) == i) { sum += gradY[(outer * params.picks + pick) * params.inner + k]; }
  }
  gradX[thread] = sum;`,
});
