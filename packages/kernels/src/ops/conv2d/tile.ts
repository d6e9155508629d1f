import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { alignUp } from "../../shape.ts";
import type { Correlation } from "./planes.ts";
import { indices, opaqueBound, unrollingPays } from "./unrolling.ts";

/** What one thread computes: `rows` x `columns` pixels of `channels` output channels. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** Whether the tile pays for this output on this adapter, and at least half of its pixels lie in the image. */
export function tileFits(g: Correlation, tile: Tile, adapter: AdapterTraits): boolean {
  const { height, width } = patchOf(g, tile);
  const sums = tile.rows * tile.columns * tile.channels;
  const pixels = g.outH * g.outW;
  const covered = alignUp(g.outH, tile.rows) * alignUp(g.outW, tile.columns);
  const isFull = covered <= 2 * pixels && tile.channels < g.outChannels + 4;
  const isSpread = g.upH * g.upW > 1;
  return (
    isFull && !isSpread && unrollingPays({ products: sums * g.R * g.S, sums, loaded: height * width }, pixels, adapter)
  );
}

/** The part of one input channel under a tile. */
function patchOf(g: Correlation, { rows, columns }: Tile): { height: number; width: number } {
  return {
    height: (rows - 1) * g.strideH + (g.R - 1) * g.dilationH + 1,
    width: (columns - 1) * g.strideW + (g.S - 1) * g.dilationW + 1,
  };
}

/**
 * All partial sums live in one private array that only constants index, and each sum takes all of a filter's taps at once:
 * software drivers then keep it in a register for that long, and compile fast. Loads stand in small loops.
 */
export function tileBody(g: Correlation, tile: Tile, hasBias: boolean): string {
  const { height, width } = patchOf(g, tile);
  const pixels = tile.rows * tile.columns;
  const vectors = tile.channels / 4;
  const taps = indices(g.R * g.S);
  const patchAt = (pixel: number, tap: number): number => {
    const row = Math.floor(pixel / tile.columns) * g.strideH + Math.floor(tap / g.S) * g.dilationH;
    return row * width + (pixel % tile.columns) * g.strideW + (tap % g.S) * g.dilationW;
  };
  const sumOf = (channel: number, pixel: number): string => {
    const at = channel * pixels + pixel;
    const products = taps.map((tap) => `s = fma(under[${patchAt(pixel, tap)}], w${tap}.${"xyzw"[channel % 4]}, s);`);
    return `    { var s = acc[${at}]; ${products.join(" ")} acc[${at}] = s; }`;
  };
  const fourChannels = (vector: number): string => `    {
${taps.map((tap) => `    let w${tap} = packed[weights + ${tap * vectors + vector}];`).join("\n")}
${indices(4)
  .flatMap((lane) => indices(pixels).map((pixel) => sumOf(vector * 4 + lane, pixel)))
  .join("\n")}
    }`;
  const loadRow = indices(width)
    .map(
      (i) =>
        `      under[at + ${i}] = select(0, x[u32(line + ${i})], inside & (left + ${i} >= 0) & (left + ${i} < inW));`,
    )
    .join("\n");
  return wgsl`
  const blocks = (outChannels + ${tile.channels} - 1) / ${tile.channels};
  const tilesDown = (outH + ${tile.rows} - 1) / ${tile.rows};
  const tilesAcross = (outW + ${tile.columns} - 1) / ${tile.columns};
  let block = thread % blocks;
  let firstColumn = thread / blocks % tilesAcross * ${tile.columns};
  let firstRow = thread / (blocks * tilesAcross) % tilesDown * ${tile.rows};
  let image = thread / (blocks * tilesAcross * tilesDown);
  let top = i32(firstRow) * strideH - padTop;
  let left = i32(firstColumn) * strideW - padLeft;
  var acc: array<f32, ${tile.channels * pixels}>;
  var under: array<f32, ${height * width}>;
  for (var c = 0u; c < inChannels; c++) {
    let plane = i32((image * inChannels + c) * (inH * inW));
    for (var r = 0u; r < ${opaqueBound(height, "N")}; r++) {
      let h = top + i32(r);
      let inside = (h >= 0) & (h < inH);
      let line = plane + h * inW + left;
      let at = r * ${width};
${loadRow}
    }
    let weights = (block * inChannels + c) * ${taps.length * vectors};
${indices(vectors).map(fourChannels).join("\n")}
  }
  for (var i = 0u; i < ${opaqueBound(tile.channels * pixels, "N")}; i++) {
    let channel = block * ${tile.channels} + i / ${pixels};
    let row = firstRow + i % ${pixels} / ${tile.columns};
    let column = firstColumn + i % ${tile.columns};
    if (channel < outChannels && row < outH && column < outW) {
      var value = acc[i];
      #if ${hasBias}
      value += bias[channel];
      #endif
      y[((image * outChannels + channel) * outH + row) * outW + column] = select(value, max(value, 0), relu);
    }
  }`;
}
