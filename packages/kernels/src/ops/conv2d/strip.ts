import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { Conv2dGeometry } from "./shape.ts";
import { imageOf, indices, opaqueBound, unrollingPays } from "./unrolling.ts";

/** What one thread takes at a time of its rows: `columns` pixels of `inputs` input and `channels` output channels. */
export interface Strip {
  readonly columns: number;
  readonly inputs: number;
  readonly channels: number;
}

export function stripFits(g: Conv2dGeometry, { columns, inputs, channels }: Strip, adapter: AdapterTraits): boolean {
  const sums = inputs * channels * g.R * g.S;
  const unrolled = { products: sums * columns, sums, loaded: inputs * g.R * widthUnder(g, columns) };
  const isFull = columns <= g.outW && inputs <= g.C && channels < g.K + 4;
  return isFull && unrollingPays(unrolled, imageOf(g), adapter);
}

/** Columns of x under a strip. */
const widthUnder = (g: Conv2dGeometry, columns: number): number =>
  (columns - 1) * g.strideW + (g.S - 1) * g.dilationW + 1;

/** A thread owns all taps of a block of input and output channels, and walks over the rows of its split. */
export function stripBody(
  g: Conv2dGeometry,
  { columns, inputs, channels }: Strip,
  has: { readonly partialBias: boolean },
): string {
  const width = widthUnder(g, columns);
  const taps = g.R * g.S;
  const sums = channels * inputs * taps;
  const upstream = (channel: number, column: number): string =>
    `upstreamAt(upstream + ${channel} * (outH * outW), strip * ${columns} + ${column})`;
  const sumOf = (channel: number, input: number, tap: number): string => {
    const at = (channel * inputs + input) * taps + tap;
    const from = (input * g.R + Math.floor(tap / g.S)) * width + (tap % g.S) * g.dilationW;
    const products = indices(columns).map((column) => `s = fma(under[${from + column * g.strideW}], g${column}, s);`);
    return `        { var s = acc[${at}]; ${products.join(" ")} acc[${at}] = s; }`;
  };
  const oneChannel = (channel: number): string => `      {
${indices(columns)
  .map((column) => `        let g${column} = ${upstream(channel, column)};`)
  .join("\n")}
${
  has.partialBias
    ? `        acc[${sums + channel}] += ${indices(columns)
        .map((column) => `g${column}`)
        .join(" + ")};`
    : ""
}
${indices(inputs)
  .flatMap((input) => indices(taps).map((tap) => sumOf(channel, input, tap)))
  .join("\n")}
      }`;
  const loadRow = indices(width)
    .map((i) => `        under[at + ${i}] = xAt(line, inside, left + ${i});`)
    .join("\n");
  return wgsl`
  const outBlocks = (K + ${channels} - 1) / ${channels};
  const inBlocks = (C + ${inputs} - 1) / ${inputs};
  const strips = (outW + ${columns} - 1) / ${columns};
  let firstOutput = thread % outBlocks * ${channels};
  let firstInput = thread / outBlocks % inBlocks * ${inputs};
  let split = thread / (outBlocks * inBlocks);
  let first = split * params.rowsPerSplit;
  let last = min(first + params.rowsPerSplit, params.rows);
  var acc: array<f32, ${sums + channels}>;
  var under: array<f32, ${inputs * g.R * width}>;
  for (var row = first; row < last; row++) {
    let image = row / outH;
    let top = i32(row % outH) * strideH - padTop;
    for (var strip = 0; strip < strips; strip++) {
      let left = strip * ${columns} * strideW - padLeft;
      for (var loaded = 0u; loaded < ${opaqueBound(inputs * g.R, "rows")}; loaded++) {
        let c = firstInput + loaded / R;
        let h = top + i32(loaded % R) * dilationH;
        let inside = (c < C) & (h >= 0) & (h < H);
        let line = i32((image * C + c) * (H * W)) + h * W;
        let at = loaded * ${width};
${loadRow}
      }
      let upstream = ((image * K + firstOutput) * outH + row % outH) * outW;
${indices(channels).map(oneChannel).join("\n")}
    }
  }
  for (var i = 0u; i < ${opaqueBound(sums, "rows")}; i++) {
    let k = firstOutput + i / ${inputs * taps};
    let c = firstInput + i / ${taps} % ${inputs};
    if (k < K && c < C) { partial[((split * ${taps} + i % ${taps}) * C + c) * K + k] = acc[i]; }
  }
  #if ${has.partialBias}
  if (firstInput == 0) {
    for (var i = 0u; i < ${opaqueBound(channels, "rows")}; i++) {
      if (firstOutput + i < K) { partialBias[split * K + firstOutput + i] = acc[${sums} + i]; }
    }
  }
  #endif`;
}
