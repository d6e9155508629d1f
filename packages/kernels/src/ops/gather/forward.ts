import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";

/** One element of y a thread; sizes are params, so that one kernel serves all. */
export const forward = defineKernel({
  name: "gather.forward",
  bindings: { x: read("f32"), indices: read("u32"), y: write("f32") },
  params: { count: "u32", entries: "u32", inner: "u32", picks: "u32" },
  constants: {},
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => wgsl`
  let k = thread % params.inner;
  let pick = thread / params.inner % params.picks;
  let outer = thread / params.inner / params.picks;
  let i = min(indices[pick], params.entries - 1u);
  y[thread] = x[(outer * params.entries + i) * params.inner + k];`,
});
