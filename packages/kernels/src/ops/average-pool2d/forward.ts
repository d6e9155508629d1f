import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import type { PoolGeometry } from "../shared/pool.ts";

/** One window a thread, row by row. */
export const forward = defineKernel({
  name: "averagePool2d.forward",
  bindings: { x: read("f32"), y: write("f32") },
  params: { planes: "u32" },
  constants: {} as PoolGeometry,
  variants: elementwise,
  grid: ({ constants, params }) => ({ threads: params.planes * constants.outH * constants.outW }),
  body: () => wgsl`
  let plane = thread / (outH * outW) * (H * W);
  let top = i32(thread / outW % outH) * strideH - padTop;
  let left = i32(thread % outW) * strideW - padLeft;
  let firstRow = max(top, 0);
  let firstColumn = max(left, 0);
  let endRow = min(top + poolH, H);
  let endColumn = min(left + poolW, W);
  var sum = 0.0;
  for (var h = firstRow; h < endRow; h++) {
    for (var w = firstColumn; w < endColumn; w++) { sum += x[plane + u32(h * W + w)]; }
  }
  y[thread] = sum / f32((endRow - firstRow) * (endColumn - firstColumn));`,
});
