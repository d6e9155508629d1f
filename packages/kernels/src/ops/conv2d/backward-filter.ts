import { defineKernel, optional, read, write, type AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import type { Conv2dGeometry } from "./shape.ts";
import { channelsOf, slidingBody, slidingFits, type Sliding } from "./sliding.ts";
import type { SplitLimits } from "./splits.ts";
import { stripBody, stripFits, type Strip } from "./strip.ts";
import {
  workgroupsOf,
  workgroupSplitBody,
  workgroupSplitDeclarations,
  workgroupSplitFits,
  type WorkgroupSplit,
} from "./workgroup-split.ts";

type FilterVariant =
  | (WorkgroupSplit & { readonly kind: "workgroup" })
  | (Sliding & { readonly kind: "sliding" })
  | (Strip & { readonly kind: "strip"; readonly workgroupSize: number })
  | { readonly kind: "plain"; readonly workgroupSize: number };

const workgroup = { kind: "workgroup", columns: 32, storage: 16_384, leastShare: 0.6 } as const;
const eightLanes = { kind: "sliding", workgroupSize: 8, subgroupSize: 8 } as const;
const fourLanes = { kind: "sliding", workgroupSize: 4, subgroupSize: 4 } as const;
const strip = { kind: "strip", workgroupSize: 8 } as const;

const variants: Readonly<Record<string, FilterVariant>> = {
  // For GPUs; counted, not measured. Eight pixels of a 3x3 filter cost a thread of one input and eight output channels, which
  // has 72 sums, 3 rows x 10 scalars of x and 8 x 2 vectors of upstream gradients for 576 products: 6 a float, 12 a read.
  // Staged are 4 * 3 * 35 bytes an input channel, and 16 * 32 * 17 for 64 output channels: 22,144 and 15,424 altogether.
  // With one row of a 5x5 filter, a thread has 40 sums and does 11 products a read; with four channels, 20 and 8.
  workgroup32x64: {
    ...workgroup,
    workgroupSize: 256,
    part: "channel",
    parts: 32,
    channels: 64,
    threadChannels: 8,
    storage: 32_768,
  },
  workgroup16x64: { ...workgroup, workgroupSize: 128, part: "channel", parts: 16, channels: 64, threadChannels: 8 },
  workgroupRows16x64: { ...workgroup, workgroupSize: 128, part: "row", parts: 16, channels: 64, threadChannels: 8 },
  workgroupRows16x16: {
    ...workgroup,
    workgroupSize: 64,
    part: "row",
    parts: 16,
    channels: 16,
    threadChannels: 4,
    leastShare: 0.2,
  },
  // For software. Eight lanes are lavapipe, four the embedded driver.
  inputs8x8x1x8: { ...eightLanes, lanes: "inputs", columns: 8, inputs: 1, channels: 8 },
  channels8x4x3x2: { ...eightLanes, lanes: "channels", columns: 4, inputs: 3, channels: 2 },
  channels8x4x1x2: { ...eightLanes, lanes: "channels", columns: 4, inputs: 1, channels: 2 },
  inputs4x16x1x16: { ...fourLanes, lanes: "inputs", columns: 16, inputs: 1, channels: 16 },
  inputs4x16x2x8: { ...fourLanes, lanes: "inputs", columns: 16, inputs: 2, channels: 8 },
  channels4x16x3x2: { ...fourLanes, lanes: "channels", columns: 16, inputs: 3, channels: 2 },
  strip8x4x8: { ...strip, columns: 8, inputs: 4, channels: 8 },
  strip4x4x8: { ...strip, columns: 4, inputs: 4, channels: 8 },
  strip4x1x16: { ...strip, columns: 4, inputs: 1, channels: 16 },
  strip8x1x8: { ...strip, columns: 8, inputs: 1, channels: 8 },
  strip4x1x4: { ...strip, workgroupSize: 32, columns: 4, inputs: 1, channels: 4 },
  plain: { kind: "plain", workgroupSize: 64 },
};

/**
 * First stage of the gradients of filter, `[splits][R][S][C][K]`, and bias, `[splits][K]`: sums over the rows of one split of
 * the upstream gradient, alone or times x. Where y is given, the upstream gradient counts only where y is positive.
 */
export const backwardFilter = defineKernel({
  name: "conv2d.backwardFilter",
  bindings: {
    x: read("f32"),
    gradY: read("f32"),
    y: optional(read("f32")),
    partial: write("f32"),
    partialBias: optional(write("f32")),
  },
  params: { rows: "u32", rowsPerSplit: "u32", splits: "u32" },
  constants: {} as Conv2dGeometry,
  variants,
  takes: ({ constants, variant, adapter }) => fits(constants, variant, adapter),
  grid: ({ constants, params: { splits }, variant }) => {
    const { C, K, R, S } = constants;
    if (variant.kind === "plain") return { threads: splits * C * K * R * S };
    if (variant.kind === "workgroup") return { workgroups: splits * workgroupsOf(constants, variant) };
    const block = variant.kind === "strip" ? variant : channelsOf(variant);
    const blocks = splits * ceilDiv(C, block.inputs) * ceilDiv(K, block.channels);
    return variant.kind === "strip" ? { threads: blocks } : { workgroups: blocks };
  },
  flops: ({ constants: { C, K, R, S, outW }, params: { rows } }) => 2 * rows * outW * C * K * R * S,
  declarations: ({ constants, variant, has }) => wgsl`
fn xAt(line: i32, inside: bool, w: i32) -> f32 {
  return select(0, x[u32(line + w)], inside & (w >= 0) & (w < W));
}
fn upstreamAt(line: u32, column: i32) -> f32 {
  let at = line + u32(column);
  #if ${has.y}
  return select(0, gradY[at], ${insideOf(constants, variant)} & (y[at] > 0));
  #else
  return select(0, gradY[at], ${insideOf(constants, variant)});
  #endif
}
${variant.kind === "workgroup" ? workgroupSplitDeclarations(constants, variant) : ""}`,
  body: ({ constants, variant, has }) => {
    if (variant.kind === "workgroup") return workgroupSplitBody(constants, variant, has);
    if (variant.kind === "sliding") return slidingBody(constants, variant, has);
    return variant.kind === "strip" ? stripBody(constants, variant, has) : plainBody(has.partialBias);
  },
});

const insideOf = ({ outW }: Conv2dGeometry, variant: FilterVariant): string =>
  variant.kind !== "plain" && outW % variant.columns ? "(column < outW)" : "true";

/** Whether it applies the mask of y as it loads: the others load the upstream gradient too often for that. */
export const masksItself = ({ kind }: FilterVariant): boolean => kind === "sliding" || kind === "workgroup";

/**
 * A sliding thread loads R rows to begin with, then one at a time. Large GPUs run about 500 workgroups at once, and a filter
 * of 3x3x128x64 has 4 or 8 for each split.
 */
export function splitLimits({ kind }: FilterVariant): SplitLimits {
  if (kind === "workgroup") return { leastRows: 4, mostSplits: 256 };
  return { leastRows: kind === "sliding" ? 32 : 1, mostSplits: 64 };
}

function fits(g: Conv2dGeometry, variant: FilterVariant, adapter: AdapterTraits): boolean {
  if (variant.kind === "workgroup") return workgroupSplitFits(g, variant, adapter);
  if (variant.kind === "sliding") return slidingFits(g, variant, adapter);
  return variant.kind === "plain" || stripFits(g, variant, adapter);
}

/** One element of the filter a thread; takes every stride, dilation, padding and size. */
const plainBody = (hasBias: boolean): string => wgsl`
  let k = thread % K;
  let c = thread / K % C;
  let s = i32(thread / (K * C) % S);
  let r = i32(thread / (K * C * S) % R);
  let split = thread / (K * C * S * R);
  let first = split * params.rowsPerSplit;
  let last = min(first + params.rowsPerSplit, params.rows);
  var sum = 0.0;
  for (var row = first; row < last; row++) {
    let image = row / outH;
    let h = i32(row % outH) * strideH + r * dilationH - padTop;
    if (h < 0 || h >= H) { continue; }
    let upstream = ((image * K + k) * outH + row % outH) * outW;
    let line = i32((image * C + c) * (H * W)) + h * W;
    for (var column = 0; column < outW; column++) {
      let w = column * strideW + s * dilationW - padLeft;
      sum = fma(xAt(line, true, w), upstreamAt(upstream, column), sum);
    }
  }
  partial[thread] = sum;
  #if ${hasBias}
  if (r == 0 && s == 0 && c == 0) {
    var total = 0.0;
    for (var row = first; row < last; row++) {
      let upstream = ((row / outH * K + k) * outH + row % outH) * outW;
      for (var column = 0; column < outW; column++) { total += upstreamAt(upstream, column); }
    }
    partialBias[split * K + k] = total;
  }
  #endif`;
