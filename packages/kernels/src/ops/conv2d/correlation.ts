import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import type { Correlation } from "./planes.ts";
import { tileBody, tileFits, type Tile } from "./tile.ts";

const variants: Readonly<Record<string, Tile>> = {
  // Eight lanes are lavapipe, four the embedded driver.
  lanes8x8x4x16: { workgroupSize: 8, subgroupSize: 8, rows: 8, columns: 4, channels: 16 },
  lanes8x8x8x8: { workgroupSize: 8, subgroupSize: 8, rows: 8, columns: 8, channels: 8 },
  lanes8x4x4x8: { workgroupSize: 8, subgroupSize: 8, rows: 4, columns: 4, channels: 8 },
  lanes4x8x8x4: { workgroupSize: 4, subgroupSize: 4, rows: 8, columns: 8, channels: 4 },
  tile8x8x8: { workgroupSize: 8, rows: 8, columns: 8, channels: 8 },
  tile8x8x4: { workgroupSize: 8, rows: 8, columns: 8, channels: 4 },
  tile8x4x4: { workgroupSize: 8, rows: 8, columns: 4, channels: 4 },
  tile4x4x8: { workgroupSize: 8, rows: 4, columns: 4, channels: 8 },
  tile4x4x4: { workgroupSize: 32, rows: 4, columns: 4, channels: 4 },
  tile2x2x4: { workgroupSize: 64, rows: 2, columns: 2, channels: 4 },
  plain: { workgroupSize: 64, rows: 1, columns: 1, channels: 4 },
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
    takes: ({ constants, variant, adapter }) => isPlain(variant) || tileFits(constants, variant, adapter),
    grid: ({ constants: g, params, variant }) => {
      const blocks = ceilDiv(g.outChannels, variant.channels);
      const tiles = params.N * ceilDiv(g.outH, variant.rows) * ceilDiv(g.outW, variant.columns);
      return variant.subgroupSize
        ? { workgroups: blocks * ceilDiv(tiles, variant.workgroupSize) }
        : { threads: blocks * tiles };
    },
    flops: ({ constants: g, params }) => 2 * params.N * g.outChannels * g.outH * g.outW * g.inChannels * g.R * g.S,
    declarations: () => wgsl`fn activated(value: f32) -> f32 { return select(value, max(value, 0), relu); }`,
    body: ({ constants, variant, has }) =>
      isPlain(variant) ? plainBody(has.bias) : tileBody(constants, variant, has.bias),
  });

const isPlain = ({ rows, columns }: Tile): boolean => rows * columns === 1;

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
