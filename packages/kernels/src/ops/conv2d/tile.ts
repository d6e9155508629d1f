import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { alignUp } from "../../shape.ts";
import type { Correlation } from "./planes.ts";
import { chainLength, indices, opaqueBound, unrollingPays } from "./unrolling.ts";
import { withWeights } from "./weights.ts";

/** What one thread computes: `rows` x `columns` pixels of `channels` output channels. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly workgroupSize: number;
  /** Where given, the threads of a subgroup load the filter together and broadcast it to each other. */
  readonly subgroupSize?: number;
}

const MAX_LOADED_PER_PIXEL = 5;

/** Whether the tile pays for this output on this adapter, and at least half of its pixels lie in the image. */
export function tileFits(g: Correlation, tile: Tile, adapter: AdapterTraits): boolean {
  const { height, width } = patchOf(g, tile);
  const sums = tile.rows * tile.columns * tile.channels;
  const pixels = g.outH * g.outW;
  const covered = alignUp(g.outH, tile.rows) * alignUp(g.outW, tile.columns);
  const isFull = covered <= 2 * pixels && tile.channels < g.outChannels + 4;
  const isSpread = g.upH * g.upW > 1;
  // Subgroups share weights, so a small tile beside a large filter only has its halo to load.
  const isCompact =
    tile.subgroupSize === undefined || height * width <= MAX_LOADED_PER_PIXEL * tile.rows * tile.columns;
  const unrolled = { products: sums * g.R * g.S, sums, loaded: height * width };
  const image = { pixels, products: pixels * g.outChannels * g.inChannels * g.R * g.S };
  return isFull && isCompact && !isSpread && unrollingPays(unrolled, image, adapter, tile.subgroupSize !== undefined);
}

/** The part of one input channel under a tile. */
function patchOf(g: Correlation, { rows, columns }: Tile): { height: number; width: number } {
  return {
    height: (rows - 1) * g.strideH + (g.R - 1) * g.dilationH + 1,
    width: (columns - 1) * g.strideW + (g.S - 1) * g.dilationW + 1,
  };
}

/**
 * All partial sums live in one private array that only constants index, and each sum takes a whole chain of a filter's taps
 * at once: software drivers then keep it in a register for that long, and compile fast. Loads and stores stand in small loops.
 */
export function tileBody(g: Correlation, tile: Tile, hasBias: boolean): string {
  const { rows, columns, channels, workgroupSize, subgroupSize } = tile;
  const { height, width } = patchOf(g, tile);
  const pixels = rows * columns;
  const taps = g.R * g.S;
  const patchAt = (pixel: number, tap: number): number => {
    const row = Math.floor(pixel / columns) * g.strideH + Math.floor(tap / g.S) * g.dilationH;
    return row * width + (pixel % columns) * g.strideW + (tap % g.S) * g.dilationW;
  };
  const length = chainLength(g);
  const sum = (channel: number, pixel: number, first: number): string => {
    const at = channel * pixels + pixel;
    const chain = indices(Math.min(length, taps - first)).map((i) => first + i);
    const products = chain.map((tap) => `s = fma(under[${patchAt(pixel, tap)}], w${tap}, s);`);
    return `    { var s = acc[${at}]; ${products.join(" ")} acc[${at}] = s; }`;
  };
  const sumsOf = (channel: number): readonly string[] =>
    indices(Math.ceil(taps / length)).flatMap((i) => indices(pixels).map((pixel) => sum(channel, pixel, i * length)));
  const loadRow = indices(width).map(
    (i) =>
      `      under[at + ${i}] = select(0, x[u32(line + ${i})], inside & (left + ${i} >= 0) & (left + ${i} < inW));`,
  );
  const storeRow = indices(columns).map((i) => {
    const store = `y[at + ${i}] = activated(acc[line * ${columns} + ${i}] + offset);`;
    return g.outW % columns ? `      if (firstColumn + ${i} < outW) { ${store} }` : `      ${store}`;
  });
  return wgsl`
  const blocks = (outChannels + ${channels} - 1) / ${channels};
  const tilesDown = (outH + ${rows} - 1) / ${rows};
  const tilesAcross = (outW + ${columns} - 1) / ${columns};
  #if ${subgroupSize !== undefined}
  let block = group % blocks;
  let tile = group / blocks * ${workgroupSize} + lane;
  #else
  let block = thread % blocks;
  let tile = thread / blocks;
  #endif
  let firstColumn = tile % tilesAcross * ${columns};
  let firstRow = tile / tilesAcross % tilesDown * ${rows};
  let image = tile / (tilesAcross * tilesDown);
  let top = i32(firstRow) * strideH - padTop;
  let left = i32(firstColumn) * strideW - padLeft;
  var acc: array<f32, ${channels * pixels}>;
  var under: array<f32, ${height * width}>;
  for (var c = 0u; c < inChannels; c++) {
    let plane = i32((image * inChannels + c) * (inH * inW));
    for (var r = 0u; r < ${opaqueBound(height, "N")}; r++) {
      let h = top + i32(r);
      let inside = (h >= 0) & (h < inH);
      let line = plane + h * inW + left;
      let at = r * ${width};
${loadRow.join("\n")}
    }
    let weights = (block * inChannels + c) * ${(taps * channels) / 4};
${withWeights(tile, taps, sumsOf)}
  }
  for (var line = 0u; line < ${opaqueBound(channels * rows, "N")}; line++) {
    let channel = block * ${channels} + line / ${rows};
    let row = firstRow + line % ${rows};
    if (image >= params.N || channel >= outChannels || row >= outH) { continue; }
    let at = ((image * outChannels + channel) * outH + row) * outW + firstColumn;
    #if ${hasBias}
    let offset = bias[channel];
    #else
    let offset = 0.0;
    #endif
${storeRow.join("\n")}
  }`;
}
