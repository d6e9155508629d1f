import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import type { DepthwiseGeometry } from "./shape.ts";

/** One element of x a thread: collects from every element of y that it went into. */
export const backwardInput = defineKernel({
  name: "depthwiseConv2d.backwardInput",
  bindings: { gradY: read("f32"), weights: read("f32"), gradX: write("f32") },
  params: { N: "u32" },
  constants: {} as DepthwiseGeometry,
  variants: elementwise,
  grid: ({ constants: g, params }) => ({ threads: params.N * g.C * g.H * g.W }),
  flops: ({ constants: g, params }) => 2 * params.N * g.C * g.M * g.H * g.W * g.R * g.S,
  body: () => wgsl`
  let image = thread / (C * H * W);
  let c = thread / (H * W) % C;
  let h = i32(thread / W % H) + padTop;
  let w = i32(thread % W) + padLeft;
  var sum = 0.0;
  for (var r = 0; r < R; r++) {
    let down = h - r * dilationH;
    if (down < 0 || down % strideH != 0 || down / strideH >= outH) { continue; }
    for (var s = 0; s < S; s++) {
      let across = w - s * dilationW;
      if (across < 0 || across % strideW != 0 || across / strideW >= outW) { continue; }
      let pixel = u32(down / strideH * outW + across / strideW);
      for (var channel = c * M; channel < (c + 1) * M; channel++) {
        let upstream = gradY[(image * (C * M) + channel) * (outH * outW) + pixel];
        sum += upstream * weights[u32((r * S + s) * (C * M)) + channel];
      }
    }
  }
  gradX[thread] = sum;`,
});
