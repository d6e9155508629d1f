import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import type { PoolGeometry } from "../shared/pool.ts";

/** One element of x a thread: collects its share of the gradient of every window that holds it. */
export const backward = defineKernel({
  name: "averagePool2d.backward",
  bindings: { gradY: read("f32"), gradX: write("f32") },
  params: { planes: "u32" },
  constants: {} as PoolGeometry,
  variants: elementwise,
  grid: ({ constants, params }) => ({ threads: params.planes * constants.H * constants.W }),
  declarations: () => wgsl`
fn ceilDiv(a: i32, b: i32) -> i32 { return (max(a, 0) + b - 1) / b; }
// How much of a window that begins at start lies on an axis of extent elements.
fn inside(start: i32, size: i32, extent: i32) -> i32 { return min(start + size, extent) - max(start, 0); }`,
  body: () => wgsl`
  let plane = thread / (H * W) * (outH * outW);
  let h = i32(thread / W % H) + padTop;
  let w = i32(thread % W) + padLeft;
  var sum = 0.0;
  for (var i = ceilDiv(h - poolH + 1, strideH); i <= min(h / strideH, outH - 1); i++) {
    let rows = inside(i * strideH - padTop, poolH, H);
    for (var j = ceilDiv(w - poolW + 1, strideW); j <= min(w / strideW, outW - 1); j++) {
      let columns = inside(j * strideW - padLeft, poolW, W);
      sum += gradY[plane + u32(i * outW + j)] / f32(rows * columns);
    }
  }
  gradX[thread] = sum;`,
});
