import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import { fourAcross, overBlocks } from "./blocks.ts";
import type { PoolConstants } from "./shape.ts";

/**
 * One window a thread. The scan starts from the first element inside the plane, since WGSL may assume that infinities do
 * not occur.
 */
export const forward = defineKernel({
  name: "maxPool2d.forward",
  bindings: { x: read("f32"), y: write("f32"), winner: write("u32") },
  params: { planes: "u32" },
  constants: {} as PoolConstants,
  variants: elementwise,
  grid: ({ constants, params }) => ({ threads: params.planes * constants.outH * constants.outW }),
  body: () => wgsl`
  let plane = thread / (outH * outW) * (H * W);
  let top = i32(thread / outW % outH) * strideH - padTop;
  let left = i32(thread % outW) * strideW - padLeft;
  var largest = x[plane + u32(max(top, 0) * W + max(left, 0))];
  var place = (max(top, 0) - top) * poolW + max(left, 0) - left;
  for (var h = max(top, 0); h < min(top + poolH, H); h++) {
    for (var w = max(left, 0); w < min(left + poolW, W); w++) {
      let value = x[plane + u32(h * W + w)];
      if (value > largest) {
        largest = value;
        place = (h - top) * poolW + w - left;
      }
    }
  }
  let masked = relu & (largest <= 0);
  y[thread] = select(largest, 0, masked);
  winner[thread] = select(u32(place), poolH * poolW, masked);`,
});

/** Four neighbouring windows of 2 x 2 a thread, without padding: all memory is touched in vectors. */
export const forwardBlocks = defineKernel({
  name: "maxPool2d.forwardBlocks",
  bindings: { x: read("vec4f"), y: write("vec4f"), winner: write("vec4u") },
  ...overBlocks,
  body: () => wgsl`
  let top = ${fourAcross};
  let bottom = top + W / 4;
  let a = x[top];
  let b = x[top + 1];
  let c = x[bottom];
  let d = x[bottom + 1];
  var largest = vec4f(a.xz, b.xz);
  var place = vec4u();
  let second = vec4f(a.yw, b.yw);
  place = select(place, vec4u(1), second > largest);
  largest = select(largest, second, second > largest);
  let third = vec4f(c.xz, d.xz);
  place = select(place, vec4u(2), third > largest);
  largest = select(largest, third, third > largest);
  let fourth = vec4f(c.yw, d.yw);
  place = select(place, vec4u(3), fourth > largest);
  largest = select(largest, fourth, fourth > largest);
  let masked = vec4<bool>(relu) & (largest <= vec4f());
  y[thread] = select(largest, vec4f(), masked);
  winner[thread] = select(place, vec4u(4), masked);`,
});
