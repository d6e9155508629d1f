import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { LANES, tree } from "../shared/tree.ts";
import type { DepthwiseGeometry } from "./shape.ts";

/** Goes through the pixels of an output channel in all images: lanes beside each other read memory beside each other. */
const eachPixel = (body: string): string => wgsl`
  let pixels = params.N * (outH * outW);
  var own = 0.0;
  for (var pixel = lane; pixel < pixels; pixel += ${LANES}u) {
    let image = pixel / (outH * outW);
    let inPlane = pixel % (outH * outW);
    let upstream = gradY[(image * (C * M) + channel) * (outH * outW) + inPlane];
${body}
  }
  let sum = tree(lane, own);`;

/** One workgroup for each tap of each output channel: the sum over all pixels of all images, in one fixed order. */
export const backwardFilter = defineKernel({
  name: "depthwiseConv2d.backwardFilter",
  bindings: { x: read("f32"), gradY: read("f32"), gradFilter: write("f32") },
  params: { N: "u32" },
  constants: {} as DepthwiseGeometry,
  variants: { tree: { workgroupSize: LANES } },
  grid: ({ constants: g }) => ({ workgroups: g.R * g.S * g.C * g.M }),
  flops: ({ constants: g, params }) => 2 * params.N * g.C * g.M * g.outH * g.outW * g.R * g.S,
  declarations: () => tree("f32", "a + b"),
  body: () => wgsl`
  let channel = group % (C * M);
  let down = i32(group / (C * M * S)) * dilationH - padTop;
  let across = i32(group / (C * M) % S) * dilationW - padLeft;
${eachPixel(`    let h = i32(inPlane / outW) * strideH + down;
    let w = i32(inPlane % outW) * strideW + across;
    if (h >= 0 && h < H && w >= 0 && w < W) {
      own += upstream * x[(image * C + channel / M) * (H * W) + u32(h * W + w)];
    }`)}
  if (lane == 0u) { gradFilter[group] = sum; }`,
});

/** One workgroup for each output channel. */
export const backwardBias = defineKernel({
  name: "depthwiseConv2d.backwardBias",
  bindings: { gradY: read("f32"), gradBias: write("f32") },
  params: { N: "u32" },
  constants: {} as DepthwiseGeometry,
  variants: { tree: { workgroupSize: LANES } },
  grid: ({ constants: g }) => ({ workgroups: g.C * g.M }),
  declarations: () => tree("f32", "a + b"),
  body: () => wgsl`
  let channel = group;
${eachPixel("    own += upstream;")}
  if (lane == 0u) { gradBias[channel] = sum; }`,
});
