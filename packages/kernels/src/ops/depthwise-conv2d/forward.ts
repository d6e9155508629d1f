import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import type { DepthwiseGeometry } from "./shape.ts";

/** One element of y a thread. */
export const forward = defineKernel({
  name: "depthwiseConv2d.forward",
  bindings: { x: read("f32"), weights: read("f32"), bias: optional(read("f32")), y: write("f32") },
  params: { N: "u32" },
  constants: {} as DepthwiseGeometry & { readonly relu: boolean },
  variants: elementwise,
  grid: ({ constants: g, params }) => ({ threads: params.N * g.C * g.M * g.outH * g.outW }),
  flops: ({ constants: g, params }) => 2 * params.N * g.C * g.M * g.outH * g.outW * g.R * g.S,
  body: ({ has }) => wgsl`
  let channel = thread / (outH * outW) % (C * M);
  let plane = (thread / (outH * outW * C * M) * C + channel / M) * (H * W);
  let top = i32(thread / outW % outH) * strideH - padTop;
  let left = i32(thread % outW) * strideW - padLeft;
  #if ${has.bias}
  var sum = bias[channel];
  #else
  var sum = 0.0;
  #endif
  for (var r = 0; r < R; r++) {
    let h = top + r * dilationH;
    if (h < 0 || h >= H) { continue; }
    for (var s = 0; s < S; s++) {
      let w = left + s * dilationW;
      if (w < 0 || w >= W) { continue; }
      sum += x[plane + u32(h * W + w)] * weights[u32((r * S + s) * (C * M)) + channel];
    }
  }
  y[thread] = select(sum, max(sum, 0), relu);`,
});
