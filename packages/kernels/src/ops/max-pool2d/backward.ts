import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { fourAcross, overBlocks } from "./blocks.ts";
import type { PoolConstants } from "./shape.ts";

interface PoolVariant {
  readonly workgroupSize: number;
  /** One thread for each window and all elements of its stride, instead of one for each element of x. */
  readonly byWindow: boolean;
}

const variants: Readonly<Record<string, PoolVariant>> = {
  windows: { workgroupSize: 256, byWindow: true },
  elements: { workgroupSize: 256, byWindow: false },
};

const cellsDown = ({ H, padTop, strideH }: PoolConstants): number => ceilDiv(H + padTop, strideH);
const cellsAcross = ({ W, padLeft, strideW }: PoolConstants): number => ceilDiv(W + padLeft, strideW);

/** Every thread writes elements that no other writes, so nothing is added to twice. */
export const backward = defineKernel({
  name: "maxPool2d.backward",
  bindings: { winner: read("u32"), gradY: read("f32"), gradX: write("f32") },
  params: { planes: "u32" },
  constants: {} as PoolConstants,
  variants,
  takes: ({ constants: g, variant }) => !variant.byWindow || (g.poolH <= g.strideH && g.poolW <= g.strideW),
  grid: ({ constants: g, params, variant }) => ({
    threads: params.planes * (variant.byWindow ? cellsDown(g) * cellsAcross(g) : g.H * g.W),
  }),
  declarations: () => wgsl`fn ceilDiv(a: i32, b: i32) -> i32 { return (max(a, 0) + b - 1) / b; }`,
  body: ({ variant }) => (variant.byWindow ? oneWindow() : oneElement()),
});

/** Windows that do not overlap: each stride's cell holds at most one maximum. */
const oneWindow = (): string => wgsl`
  const cellsDown = (H + padTop + strideH - 1) / strideH;
  const cellsAcross = (W + padLeft + strideW - 1) / strideW;
  let plane = thread / (cellsDown * cellsAcross);
  let i = i32(thread / cellsAcross % cellsDown);
  let j = i32(thread % cellsAcross);
  var place = poolH * poolW;
  var gradient = 0.0;
  if (i < outH && j < outW) {
    let window = (plane * outH + u32(i)) * outW + u32(j);
    place = i32(winner[window]);
    // Where relu passes nothing there is no winner, and the place behind the window may lie within the stride.
    gradient = select(gradY[window], 0, place == poolH * poolW);
  }
  let top = i * strideH - padTop;
  let left = j * strideW - padLeft;
  let row = place / poolW + top;
  let column = place % poolW + left;
  for (var h = max(top, 0); h < min(top + strideH, H); h++) {
    for (var w = max(left, 0); w < min(left + strideW, W); w++) {
      gradX[plane * (H * W) + u32(h * W + w)] = select(0, gradient, h == row && w == column);
    }
  }`;

/** Collects the gradients of all windows whose maximum this element is. */
const oneElement = (): string => wgsl`
  let plane = thread / (H * W);
  let h = i32(thread / W % H) + padTop;
  let w = i32(thread % W) + padLeft;
  var sum = 0.0;
  for (var i = ceilDiv(h - poolH + 1, strideH); i <= min(h / strideH, outH - 1); i++) {
    for (var j = ceilDiv(w - poolW + 1, strideW); j <= min(w / strideW, outW - 1); j++) {
      let window = (plane * outH + u32(i)) * outW + u32(j);
      let place = (h - i * strideH) * poolW + w - j * strideW;
      if (i32(winner[window]) == place) { sum += gradY[window]; }
    }
  }
  gradX[thread] = sum;`;

/** The counterpart of `forwardBlocks`. */
export const backwardBlocks = defineKernel({
  name: "maxPool2d.backwardBlocks",
  bindings: { winner: read("vec4u"), gradY: read("vec4f"), gradX: write("vec4f") },
  ...overBlocks,
  body: () => wgsl`
  let top = ${fourAcross};
  let bottom = top + W / 4;
  let gradient = gradY[thread];
  let place = winner[thread];
  let first = select(vec4f(), gradient, place == vec4u(0));
  let second = select(vec4f(), gradient, place == vec4u(1));
  let third = select(vec4f(), gradient, place == vec4u(2));
  let fourth = select(vec4f(), gradient, place == vec4u(3));
  gradX[top] = vec4f(first.x, second.x, first.y, second.y);
  gradX[top + 1] = vec4f(first.z, second.z, first.w, second.w);
  gradX[bottom] = vec4f(third.x, fourth.x, third.y, fourth.y);
  gradX[bottom + 1] = vec4f(third.z, fourth.z, third.w, fourth.w);`,
});
