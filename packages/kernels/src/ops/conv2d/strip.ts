import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { Conv2dGeometry } from "./shape.ts";

/** What one thread takes at a time of its rows: `columns` pixels of `channels` output channels. */
export interface Strip {
  readonly columns: number;
  readonly channels: number;
}

const MAX_PRODUCTS = 2500;
const MAX_PATCH = 1024;
const maxSums = ({ cpu }: AdapterTraits): number => (cpu ? 512 : 100);

export function stripFits(g: Conv2dGeometry, { columns, channels }: Strip, adapter: AdapterTraits): boolean {
  const sums = channels * g.R * g.S;
  return (
    sums <= maxSums(adapter) &&
    sums * columns <= MAX_PRODUCTS &&
    g.R * patchWidth(g, columns) <= MAX_PATCH &&
    columns <= g.outW &&
    channels < g.K + 4
  );
}

const patchWidth = (g: Conv2dGeometry, columns: number): number => (columns - 1) * g.strideW + (g.S - 1) * g.dilationW + 1;
const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A thread owns all taps of one input channel and a block of output channels, and walks over the rows of its split. */
export function stripBody(g: Conv2dGeometry, { columns, channels }: Strip): string {
  const width = patchWidth(g, columns);
  const taps = g.R * g.S;
  const isRagged = g.outW % columns !== 0;
  const upstream = (channel: number, column: number): string => {
    const value = `gradY[upstream + ${channel} * (outH * outW) + ${column}]`;
    return isRagged ? `select(0, ${value}, strip * ${columns} + ${column} < outW)` : value;
  };
  const sumOf = (channel: number, tap: number): string => {
    const at = channel * taps + tap;
    const from = Math.floor(tap / g.S) * width + (tap % g.S) * g.dilationW;
    const products = indices(columns).map((column) => `s = fma(under[${from + column * g.strideW}], g${column}, s);`);
    return `        { var s = acc[${at}]; ${products.join(" ")} acc[${at}] = s; }`;
  };
  const oneChannel = (channel: number): string => `      {
${indices(columns).map((column) => `        let g${column} = ${upstream(channel, column)};`).join("\n")}
${indices(taps).map((tap) => sumOf(channel, tap)).join("\n")}
      }`;
  const loadRow = indices(width)
    .map((i) => `        under[r * ${width} + ${i}] = select(0, x[u32(line + ${i})], inside & (left + ${i} >= 0) & (left + ${i} < W));`)
    .join("\n");
  return wgsl`
  const blocks = (K + ${channels} - 1) / ${channels};
  const strips = (outW + ${columns} - 1) / ${columns};
  let block = thread % blocks;
  let c = thread / blocks % C;
  let split = thread / (blocks * C);
  let first = split * params.rowsPerSplit;
  let last = min(first + params.rowsPerSplit, params.rows);
  var acc: array<f32, ${channels * taps}>;
  var under: array<f32, ${g.R * width}>;
  for (var row = first; row < last; row++) {
    let image = row / outH;
    let top = i32(row % outH) * strideH - padTop;
    let plane = i32((image * C + c) * (H * W));
    for (var strip = 0; strip < strips; strip++) {
      let left = strip * ${columns} * strideW - padLeft;
      for (var r = 0; r < R; r++) {
        let h = top + r * dilationH;
        let inside = (h >= 0) & (h < H);
        let line = plane + h * W + left;
${loadRow}
      }
      let upstream = ((image * K + block * ${channels}) * outH + row % outH) * outW + u32(strip) * ${columns};
${indices(channels).map(oneChannel).join("\n")}
    }
  }
  for (var i = 0u; i < ${channels * taps}; i++) {
    let k = block * ${channels} + i / ${taps};
    if (k < K) { partial[((split * ${taps} + i % ${taps}) * C + c) * K + k] = acc[i]; }
  }`;
}
