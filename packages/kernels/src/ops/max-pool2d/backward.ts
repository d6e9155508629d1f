import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { PoolGeometry } from "./shape.ts";
import { maximumAt } from "./window-maximum.ts";

/** One element of x a thread: it collects the gradients of the windows whose maximum it is, so nothing is added to twice. */
export const backward = defineKernel({
  name: "maxPool2d.backward",
  bindings: { x: read("f32"), gradY: read("f32"), gradX: write("f32") },
  params: { planes: "u32" },
  constants: {} as PoolGeometry,
  variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } },
  grid: ({ constants, params }) => ({ threads: params.planes * constants.H * constants.W }),
  declarations: () => wgsl`${maximumAt()}
fn ceilDiv(a: i32, b: i32) -> i32 { return (max(a, 0) + b - 1) / b; }`,
  body: () => wgsl`
  let plane = thread / (H * W);
  let h = i32(thread / W % H) + padTop;
  let w = i32(thread % W) + padLeft;
  var sum = 0.0;
  for (var i = ceilDiv(h - poolH + 1, strideH); i <= min(h / strideH, outH - 1); i++) {
    for (var j = ceilDiv(w - poolW + 1, strideW); j <= min(w / strideW, outW - 1); j++) {
      if (maximumAt(plane * (H * W), i, j) == thread) { sum += gradY[(plane * outH + u32(i)) * outW + u32(j)]; }
    }
  }
  gradX[thread] = sum;`,
});
