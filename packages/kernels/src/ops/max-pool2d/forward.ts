import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { PoolGeometry } from "./shape.ts";
import { maximumAt } from "./window-maximum.ts";

/** One window a thread. */
export const forward = defineKernel({
  name: "maxPool2d.forward",
  bindings: { x: read("f32"), y: write("f32") },
  params: { planes: "u32" },
  constants: {} as PoolGeometry,
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ constants, params }) => ({ threads: params.planes * constants.outH * constants.outW }),
  declarations: maximumAt,
  body: () => wgsl`
  let plane = thread / (outH * outW);
  y[thread] = x[maximumAt(plane * (H * W), i32(thread / outW % outH), i32(thread % outW))];`,
});
