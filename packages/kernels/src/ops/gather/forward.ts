import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { extents } from "./extents.ts";

/** One element of y a thread; sizes are params, so that one kernel serves all. */
export const forward = defineKernel({
  name: "gather.forward",
  bindings: { x: read("f32"), indices: read("u32"), y: write("f32") },
  params: extents,
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
