import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import type { Correlation } from "./planes.ts";
import { tileBody, tileFits, type Tile } from "./tile.ts";
import {
  workgroupTileBody,
  workgroupTileDeclarations,
  workgroupTileFits,
  type WorkgroupTile,
} from "./workgroup-tile.ts";

type CorrelationVariant =
  | (WorkgroupTile & { readonly kind: "workgroup" })
  | (Tile & { readonly kind: "tile" })
  | { readonly kind: "plain"; readonly workgroupSize: number; readonly channels: number };

const workgroup = { kind: "workgroup", rows: 8, columns: 32, storage: 16_384, leastShare: 0.6 } as const;
const eightByEight = { ...workgroup, thread: { rows: 8, channels: 8 } } as const;
const fourByEight = { ...workgroup, thread: { rows: 4, channels: 8 } } as const;
const tile = { kind: "tile", workgroupSize: 8 } as const;

const variants: Readonly<Record<string, CorrelationVariant>> = {
  // For GPUs; counted, not measured. An input channel of a 3x3 filter costs a thread of eight rows and channels, which has 64
  // sums, 10 rows x 3 scalars of x and 9 taps x 2 vectors of weights for 576 products: 5.6 a float, 12 a read; all lanes read
  // the same weights. Staged are 4 * (10 * 34 + 9 * channels) bytes: 3664 for 64 channels, so 8 or 4 channels at a time.
  // A thread of four rows has 32 sums, for GPUs with few registers, and does 8 products a read.
  workgroup8x32x64deep: { ...eightByEight, workgroupSize: 256, channels: 64, storage: 32_768 },
  workgroup8x32x64: { ...eightByEight, workgroupSize: 256, channels: 64 },
  // Three channels of a 5x5 filter are 4 * 3 * (12 * 36 + 25 * 32) = 14,784 bytes.
  workgroup8x32x32: { ...eightByEight, workgroupSize: 128, channels: 32 },
  workgroup8x32x16: { ...fourByEight, workgroupSize: 128, channels: 16 },
  workgroup8x32x8: { ...fourByEight, workgroupSize: 64, channels: 8, leastShare: 0.2 },
  // For software. Eight lanes are lavapipe, four the embedded driver.
  lanes8x8x4x16: { ...tile, subgroupSize: 8, rows: 8, columns: 4, channels: 16 },
  lanes8x8x8x8: { ...tile, subgroupSize: 8, rows: 8, columns: 8, channels: 8 },
  lanes8x4x2x16: { ...tile, subgroupSize: 8, rows: 4, columns: 2, channels: 16 },
  lanes8x8x4x8: { ...tile, subgroupSize: 8, rows: 8, columns: 4, channels: 8 },
  lanes8x4x4x8: { ...tile, subgroupSize: 8, rows: 4, columns: 4, channels: 8 },
  lanes4x8x8x4: { ...tile, workgroupSize: 4, subgroupSize: 4, rows: 8, columns: 8, channels: 4 },
  tile8x8x8: { ...tile, rows: 8, columns: 8, channels: 8 },
  tile8x8x4: { ...tile, rows: 8, columns: 8, channels: 4 },
  tile8x4x4: { ...tile, rows: 8, columns: 4, channels: 4 },
  tile4x4x8: { ...tile, rows: 4, columns: 4, channels: 8 },
  tile4x4x4: { ...tile, workgroupSize: 32, rows: 4, columns: 4, channels: 4 },
  tile2x2x4: { ...tile, workgroupSize: 64, rows: 2, columns: 2, channels: 4 },
  plain: { kind: "plain", workgroupSize: 64, channels: 4 },
};

/** The kernel of one pass; its scratch `packed` must have been packed for `channels` of the variant in use. */
export const correlation = (name: string) =>
  defineKernel({
    name,
    bindings: {
      x: read("f32"),
      packed: read("vec4f"),
      bias: optional(read("f32")),
      y: write("f32"),
    },
    params: { N: "u32" },
    constants: {} as Correlation,
    variants,
    takes: ({ constants, variant, adapter }) => {
      if (variant.kind === "workgroup") return workgroupTileFits(constants, variant, adapter);
      return variant.kind === "plain" || tileFits(constants, variant, adapter);
    },
    grid: ({ constants: g, params: { N }, variant }) => {
      const blocks = ceilDiv(g.outChannels, variant.channels);
      if (variant.kind === "plain") return { threads: blocks * N * g.outH * g.outW };
      const tiles = N * ceilDiv(g.outH, variant.rows) * ceilDiv(g.outW, variant.columns);
      if (variant.kind === "workgroup") return { workgroups: blocks * tiles };
      return variant.subgroupSize
        ? { workgroups: blocks * ceilDiv(tiles, variant.workgroupSize) }
        : { threads: blocks * tiles };
    },
    flops: ({ constants: g, params }) => 2 * params.N * g.outChannels * g.outH * g.outW * g.inChannels * g.R * g.S,
    declarations: ({ constants, variant }) => wgsl`
fn activated(value: f32) -> f32 { return select(value, max(value, 0), relu); }
${variant.kind === "workgroup" ? workgroupTileDeclarations(constants, variant) : ""}`,
    body: ({ constants, variant, has }) => {
      if (variant.kind === "workgroup") return workgroupTileBody(constants, variant, has.bias);
      return variant.kind === "plain" ? plainBody(has.bias) : tileBody(constants, variant, has.bias);
    },
  });

/** One pixel of four channels a thread; takes every stride, dilation, padding and size. */
const plainBody = (hasBias: boolean): string => wgsl`
  const blocks = (outChannels + 3) / 4;
  let column = i32(thread % outW);
  let row = i32(thread / outW % outH);
  let block = thread / (outW * outH) % blocks;
  let image = thread / (outW * outH * blocks);
  var sum = vec4f();
  for (var c = 0u; c < inChannels; c++) {
    for (var r = 0; r < R; r++) {
      let h = row * strideH + r * dilationH - padTop;
      if (h < 0 || h >= inH * upH || h % upH != 0) { continue; }
      let line = ((image * inChannels + c) * inH + u32(h / upH)) * inW;
      let weights = ((block * inChannels + c) * R + u32(r)) * S;
      for (var s = 0; s < S; s++) {
        let w = column * strideW + s * dilationW - padLeft;
        if (w < 0 || w >= inW * upW || w % upW != 0) { continue; }
        sum = fma(packed[weights + u32(s)], vec4f(x[line + u32(w / upW)]), sum);
      }
    }
  }
  for (var i = 0u; i < 4; i++) {
    let channel = block * 4 + i;
    if (channel >= outChannels) { break; }
    var value = sum[i];
    #if ${hasBias}
    value += bias[channel];
    #endif
    y[((image * outChannels + channel) * outH + u32(row)) * outW + u32(column)] = activated(value);
  }`;
