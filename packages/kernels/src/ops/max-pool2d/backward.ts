import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import type { PoolGeometry } from "./shape.ts";
import { maximumAt } from "./window-maximum.ts";

interface PoolVariant {
  readonly workgroupSize: number;
  /** One window and all elements up to the next a thread; else one element of x. */
  readonly byWindow: boolean;
}

const variants: Readonly<Record<string, PoolVariant>> = {
  windows: { workgroupSize: 256, byWindow: true },
  elements: { workgroupSize: 256, byWindow: false },
};

const cellsDown = ({ H, padTop, strideH }: PoolGeometry): number => ceilDiv(H + padTop, strideH);
const cellsAcross = ({ W, padLeft, strideW }: PoolGeometry): number => ceilDiv(W + padLeft, strideW);

/** Every thread writes elements that no other writes, so nothing is added to twice; maxima are found anew from x. */
export const backward = defineKernel({
  name: "maxPool2d.backward",
  bindings: { x: read("f32"), gradY: read("f32"), gradX: write("f32") },
  params: { planes: "u32" },
  constants: {} as PoolGeometry,
  variants,
  takes: ({ constants: g, variant }) => !variant.byWindow || (g.poolH <= g.strideH && g.poolW <= g.strideW),
  grid: ({ constants: g, params, variant }) => ({
    threads: params.planes * (variant.byWindow ? cellsDown(g) * cellsAcross(g) : g.H * g.W),
  }),
  declarations: () => wgsl`${maximumAt()}
fn ceilDiv(a: i32, b: i32) -> i32 { return (max(a, 0) + b - 1) / b; }`,
  body: ({ variant }) => (variant.byWindow ? oneWindow() : oneElement()),
});

/** Windows that do not overlap: each stride's cell holds at most one maximum. */
const oneWindow = (): string => wgsl`
  const cellsDown = (H + padTop + strideH - 1) / strideH;
  const cellsAcross = (W + padLeft + strideW - 1) / strideW;
  let plane = thread / (cellsDown * cellsAcross);
  let i = i32(thread / cellsAcross % cellsDown);
  let j = i32(thread % cellsAcross);
  var largest = plane * (H * W);
  var gradient = 0.0;
  if (i < outH && j < outW) {
    largest = maximumAt(plane * (H * W), i, j);
    gradient = gradY[(plane * outH + u32(i)) * outW + u32(j)];
  }
  let top = i * strideH - padTop;
  let left = j * strideW - padLeft;
  for (var h = max(top, 0); h < min(top + strideH, H); h++) {
    for (var w = max(left, 0); w < min(left + strideW, W); w++) {
      let at = plane * (H * W) + u32(h * W + w);
      gradX[at] = select(0, gradient, at == largest);
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
      if (maximumAt(plane * (H * W), i, j) == thread) { sum += gradY[(plane * outH + u32(i)) * outW + u32(j)]; }
    }
  }
  gradX[thread] = sum;`;
