import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { alignUp, ceilDiv } from "../../shape.ts";
import type { Correlation } from "./planes.ts";
import { indices } from "./unrolling.ts";
import { staging } from "./workgroup-staging.ts";

/** What a workgroup computes together: `rows` x `columns` pixels of `channels` output channels. */
export interface WorkgroupTile {
  readonly workgroupSize: number;
  readonly rows: number;
  /** Neighbouring lanes have neighbouring columns, each thread one: loads, stores and shared reads are coalesced. */
  readonly columns: number;
  readonly channels: number;
  readonly thread: { readonly rows: number; readonly channels: number };
  /** Bytes of workgroup memory it may stage into. */
  readonly storage: number;
  /** Part of its products that must count: the rest falls on pixels and channels that do not exist. */
  readonly leastShare: number;
}

const MAX_PRODUCTS = 3200;

export function workgroupTileFits(g: Correlation, tile: WorkgroupTile, adapter: AdapterTraits): boolean {
  const used = (size: number, unit: number): number => size / alignUp(size, unit);
  const share = used(g.outH, tile.rows) * used(g.outW, tile.columns) * used(g.outChannels, tile.channels);
  return !adapter.cpu && share >= tile.leastShare && workgroupTileRuns(g, tile, adapter);
}

/** Whether the text is right for these shapes, fast or not. */
function workgroupTileRuns(g: Correlation, tile: WorkgroupTile, adapter: AdapterTraits): boolean {
  const products = tile.thread.rows * tile.thread.channels * g.R * g.S;
  const { inputs, bytesPerInput } = stageOf(g, tile);
  const isStaged = inputs > 0 && inputs * bytesPerInput <= adapter.maxWorkgroupStorage;
  return g.upH * g.upW === 1 && products <= MAX_PRODUCTS && isStaged;
}

/** What lies in workgroup memory between two barriers: `inputs` channels of x under the tile, and their weights. */
function stageOf(g: Correlation, tile: WorkgroupTile) {
  const height = (tile.rows - 1) * g.strideH + (g.R - 1) * g.dilationH + 1;
  const width = (tile.columns - 1) * g.strideW + (g.S - 1) * g.dilationW + 1;
  const bytesPerInput = 4 * (height * width + g.R * g.S * tile.channels);
  const most = Math.floor(tile.storage / bytesPerInput);
  const steps = ceilDiv(g.inChannels, Math.max(most, 1));
  return { height, width, bytesPerInput, steps, inputs: most > 0 ? ceilDiv(g.inChannels, steps) : 0 };
}

export function workgroupTileDeclarations(g: Correlation, tile: WorkgroupTile): string {
  const { height, width, inputs } = stageOf(g, tile);
  return wgsl`
var<workgroup> under: array<f32, ${inputs * height * width}>;
var<workgroup> weights: array<vec4f, ${(inputs * g.R * g.S * tile.channels) / 4}>;
fn underAt(element: u32, firstInput: u32, image: u32, top: i32, left: i32) -> f32 {
  let c = firstInput + element / ${height * width}u;
  let h = top + i32(element / ${width}u % ${height}u);
  let w = left + i32(element % ${width}u);
  let inside = (c < inChannels) & (h >= 0) & (h < inH) & (w >= 0) & (w < inW);
  return select(0, x[u32(i32((image * inChannels + c) * (inH * inW)) + h * inW + w)], inside);
}`;
}

/**
 * Stages a few input channels at a time, with the halo under the filter; padding is staged as zeros. Each thread keeps its
 * sums in vectors of four channels, a variable for each, so that they stay in registers.
 */
export function workgroupTileBody(g: Correlation, tile: WorkgroupTile, hasBias: boolean): string {
  const { rows, columns, channels, thread, workgroupSize } = tile;
  const { height, width, inputs, steps } = stageOf(g, tile);
  const vectors = thread.channels / 4;
  const taps = g.R * g.S;
  const weights = (inputs * taps * channels) / 4;

  const stageX = staging(
    inputs * height * width,
    workgroupSize,
    (at) => `under[${at}] = underAt(${at}, firstInput, image, top, left);`,
  );
  const isRagged = inputs * steps > g.inChannels;
  const stageWeights = staging(weights, workgroupSize, (at) => {
    const value = `packed[packedFrom + ${at}]`;
    return `weights[${at}] = ${isRagged ? `select(vec4f(), ${value}, ${at} < packedLeft)` : value};`;
  });

  // A row of x serves up to R rows of the filter: it is read just before the first of them.
  const read = new Set<number>();
  const readRow = (row: number): string[] => {
    if (read.has(row)) return [];
    read.add(row);
    return indices(g.S).map((s) => `      let x${row}_${s} = under[at + ${row * width + s * g.dilationW}];`);
  };
  const products = indices(taps).flatMap((tap) => {
    const [r, s] = [Math.floor(tap / g.S), tap % g.S];
    const under = indices(thread.rows).map((row) => row * g.strideH + r * g.dilationH);
    return [
      ...under.flatMap(readRow),
      "      {",
      ...indices(vectors).map((v) => `        let w${v} = weights[weight + ${(tap * channels) / 4 + v}];`),
      ...under.flatMap((from, row) =>
        indices(vectors).map((v) => `        sum${row}_${v} = fma(vec4f(x${from}_${s}), w${v}, sum${row}_${v});`),
      ),
      "      }",
    ];
  });
  const sums = indices(thread.rows).flatMap((row) => indices(vectors).map((v) => `  var sum${row}_${v} = vec4f();`));
  const storeChannel = (channel: number): string => {
    const value = (row: number): string => `sum${row}_${Math.floor(channel / 4)}.${"xyzw"[channel % 4]}`;
    const stores = indices(thread.rows).map((row) => {
      const store = `y[at + ${row} * outW] = activated(${value(row)} + offset);`;
      return g.outH % rows ? `    if (firstRow + ${row} < outH) { ${store} }` : `    ${store}`;
    });
    return wgsl`  if (firstChannel + ${channel} < outChannels && column < outW) {
    let at = ((image * outChannels + firstChannel + ${channel}) * outH + firstRow) * outW + column;
    #if ${hasBias}
    let offset = bias[firstChannel + ${channel}];
    #else
    let offset = 0.0;
    #endif
${stores.join("\n")}
  }`;
  };
  return wgsl`
  const blocks = (outChannels + ${channels} - 1) / ${channels};
  const tilesDown = (outH + ${rows} - 1) / ${rows};
  const tilesAcross = (outW + ${columns} - 1) / ${columns};
  let block = group % blocks;
  let across = group / blocks % tilesAcross * ${columns};
  let down = group / (blocks * tilesAcross) % tilesDown * ${rows};
  let image = group / (blocks * tilesAcross * tilesDown);
  let ownColumn = lane % ${columns}u;
  let ownChannels = lane / ${columns}u % ${channels / thread.channels}u;
  let ownRows = lane / ${(columns * channels) / thread.channels}u * ${thread.rows};
  let top = i32(down) * strideH - padTop;
  let left = i32(across) * strideW - padLeft;
${sums.join("\n")}
  for (var step = 0u; step < ${steps}u; step++) {
    let firstInput = step * ${inputs};
    let packedFrom = (block * inChannels + firstInput) * ${(taps * channels) / 4};
    let packedLeft = (inChannels - firstInput) * ${(taps * channels) / 4};
${stageX}
${stageWeights}
    workgroupBarrier();
    for (var c = 0u; c < ${inputs}u; c++) {
      let at = c * ${height * width} + ownRows * ${g.strideH * width} + ownColumn * strideW;
      let weight = c * ${(taps * channels) / 4} + ownChannels * ${vectors};
${products.join("\n")}
    }
    workgroupBarrier();
  }
  let column = across + ownColumn;
  let firstRow = down + ownRows;
  let firstChannel = block * ${channels} + ownChannels * ${thread.channels};
${indices(thread.channels).map(storeChannel).join("\n")}`;
}
