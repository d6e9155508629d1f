import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { alignUp, ceilDiv } from "../../shape.ts";
import type { Conv2dGeometry } from "./shape.ts";
import { indices } from "./unrolling.ts";
import { staging } from "./workgroup-staging.ts";

/** What a workgroup owns of the filter's gradient, and how it walks over its split. */
export interface WorkgroupSplit {
  readonly workgroupSize: number;
  /** Parts of the filter: input channels with all their taps, or single rows of taps. */
  readonly parts: number;
  readonly part: "channel" | "row";
  readonly channels: number;
  /** Output channels of a thread, which has one part. */
  readonly threadChannels: number;
  /** Pixels of a row between two barriers. */
  readonly columns: number;
  /** Bytes of workgroup memory it may stage into. */
  readonly storage: number;
  /** Part of its products that must count: the rest falls on channels and pixels that do not exist. */
  readonly leastShare: number;
}

/** Pixels whose products are spelled out. */
const UNROLLED = 8;
const MAX_SUMS = 80;

export function workgroupSplitFits(g: Conv2dGeometry, split: WorkgroupSplit, adapter: AdapterTraits): boolean {
  const used = (size: number, unit: number): number => size / alignUp(size, unit);
  const parts = g.C * partsOf(g, split).perInput;
  const share = used(parts, split.parts) * used(g.K, split.channels) * used(g.outW, split.columns);
  return !adapter.cpu && share >= split.leastShare && workgroupSplitRuns(g, split, adapter);
}

/** Whether the text is right for these shapes, fast or not. */
function workgroupSplitRuns(g: Conv2dGeometry, split: WorkgroupSplit, adapter: AdapterTraits): boolean {
  const { bytes } = stageOf(g, split);
  const sums = partsOf(g, split).rows * g.S * split.threadChannels;
  return sums <= MAX_SUMS && bytes <= Math.min(split.storage, adapter.maxWorkgroupStorage);
}

/** Workgroups for one split. */
export const workgroupsOf = (g: Conv2dGeometry, split: WorkgroupSplit): number =>
  ceilDiv(g.C * partsOf(g, split).perInput, split.parts) * ceilDiv(g.K, split.channels);

const partsOf = (g: Conv2dGeometry, { part }: WorkgroupSplit): { perInput: number; rows: number } =>
  part === "channel" ? { perInput: 1, rows: g.R } : { perInput: g.R, rows: 1 };

/** What lies in workgroup memory between two barriers: rows of x, and vectors of upstream gradients pixel by pixel. */
function stageOf(g: Conv2dGeometry, split: WorkgroupSplit) {
  const width = (split.columns - 1) * g.strideW + (g.S - 1) * g.dilationW + 1;
  // Odd pitches: lanes that read different parts, or write neighbouring pixels, use different banks.
  const pitch = width % 2 ? width : width + 1;
  const elements = split.parts * partsOf(g, split).rows * pitch;
  const vectors = split.channels / 4;
  const upstreamPitch = vectors % 2 ? vectors : vectors + 1;
  return { pitch, elements, vectors, upstreamPitch, bytes: 4 * elements + 16 * split.columns * upstreamPitch };
}

export function workgroupSplitDeclarations(g: Conv2dGeometry, split: WorkgroupSplit): string {
  const { pitch, elements, upstreamPitch } = stageOf(g, split);
  const { perInput, rows } = partsOf(g, split);
  const ragged = g.K % split.channels ? "k < K" : "true";
  return wgsl`
var<workgroup> under: array<f32, ${elements}>;
var<workgroup> upstream: array<vec4f, ${split.columns * upstreamPitch}>;
fn underAt(element: u32, firstPart: u32, image: u32, top: i32, left: i32) -> f32 {
  let part = firstPart + element / ${rows * pitch}u;
  let c = part / ${perInput}u;
  let h = top + i32(part % ${perInput}u + element / ${pitch}u % ${rows}u) * dilationH;
  let w = left + i32(element % ${pitch}u);
  return xAt(i32((image * C + c) * (H * W)) + h * W, (c < C) & (h >= 0) & (h < H), w);
}
fn upstreamOf(k: u32, plane: u32, column: u32) -> f32 {
  return select(0, upstreamAt(plane + k * (outH * outW), i32(column)), ${ragged});
}`;
}

/**
 * Stages a strip of one row of the upstream gradient, each element once, and the rows of x under it. Each thread has all
 * sums of its part of the filter for a few output channels, in vectors of four channels and a variable for each.
 */
export function workgroupSplitBody(g: Conv2dGeometry, split: WorkgroupSplit, has: { partialBias: boolean }): string {
  const { parts, channels, threadChannels, columns, workgroupSize } = split;
  const { pitch, elements, vectors, upstreamPitch } = stageOf(g, split);
  const { perInput, rows } = partsOf(g, split);
  const lanes = channels / threadChannels;
  const own = indices(threadChannels / 4);
  const taps = indices(rows).flatMap((r) => indices(g.S).map((s) => ({ r, s })));

  const stageX = staging(
    elements,
    workgroupSize,
    (at) => `under[${at}] = underAt(${at}, firstPart, image, top, left);`,
  );
  const stageUpstream = staging(columns * vectors, workgroupSize, (at) => {
    const four = indices(4).map((i) => `upstreamOf(k + ${i}, plane, column)`);
    return `{
        let pixel = (${at}) % ${columns}u;
        let vector = (${at}) / ${columns}u;
        let column = strip * ${columns} + pixel;
        let k = firstChannel + vector * 4;
        upstream[pixel * ${upstreamPitch} + vector] = vec4f(${four.join(", ")});
      }`;
  });
  const read = new Set<number>();
  const readColumn = (column: number): string[] => {
    if (read.has(column)) return [];
    read.add(column);
    return indices(rows).map((r) => `        let x${r}_${column} = under[at + ${r * pitch + column}];`);
  };
  const products = indices(UNROLLED).flatMap((pixel) => [
    ...indices(g.S).flatMap((s) => readColumn(pixel * g.strideW + s * g.dilationW)),
    "        {",
    ...own.map((v) => `          let g${v} = upstream[pixels + ${pixel * upstreamPitch + v * lanes}];`),
    ...taps.flatMap(({ r, s }) => {
      const x = `x${r}_${pixel * g.strideW + s * g.dilationW}`;
      return own.map((v) => `          sum${r}_${s}_${v} = fma(vec4f(${x}), g${v}, sum${r}_${s}_${v});`);
    }),
    "        }",
  ]);
  const sums = taps.flatMap(({ r, s }) => own.map((v) => `  var sum${r}_${s}_${v} = vec4f();`));
  const stores = own.flatMap((v) =>
    indices(4).map((i) => {
      const k = `firstChannel + (ownVector + ${v * lanes}) * 4 + ${i}`;
      const lines = taps.map(
        ({ r, s }) => `      partial[at + ${(r * g.S + s) * g.C * g.K}] = sum${r}_${s}_${v}.${"xyzw"[i]};`,
      );
      return `    if (${k} < K) {
      let at = ((split * R + row) * (S * C) + c) * K + ${k};
${lines.join("\n")}
    }`;
    }),
  );
  return wgsl`
  const outBlocks = (K + ${channels} - 1) / ${channels};
  const partBlocks = (C * ${perInput} + ${parts} - 1) / ${parts};
  const strips = (outW + ${columns} - 1) / ${columns};
  let firstChannel = group % outBlocks * ${channels};
  let firstPart = group / outBlocks % partBlocks * ${parts};
  let split = group / (outBlocks * partBlocks);
  let ownVector = lane % ${lanes}u;
  let ownPart = lane / ${lanes}u;
  let first = split * params.rowsPerSplit;
  let last = min(first + params.rowsPerSplit, params.rows);
${sums.join("\n")}
  var biasSum = vec4f();
  for (var strip = 0u; strip < strips; strip++) {
    let left = i32(strip * ${columns}) * strideW - padLeft;
    for (var line = first; line < last; line++) {
      let image = line / outH;
      let top = i32(line % outH) * strideH - padTop;
      let plane = (image * K * outH + line % outH) * outW;
${stageX}
${stageUpstream}
      workgroupBarrier();
      #if ${has.partialBias}
      if (firstPart == 0 && lane < ${vectors}) {
        for (var pixel = 0u; pixel < ${columns}; pixel++) { biasSum += upstream[pixel * ${upstreamPitch} + lane]; }
      }
      #endif
      for (var step = 0u; step < ${columns / UNROLLED}; step++) {
        let at = ownPart * ${rows * pitch} + step * ${UNROLLED * g.strideW};
        let pixels = step * ${UNROLLED * upstreamPitch} + ownVector;
${products.join("\n")}
      }
      workgroupBarrier();
    }
  }
  let c = (firstPart + ownPart) / ${perInput}u;
  let row = (firstPart + ownPart) % ${perInput}u;
  if (c < C) {
${stores.join("\n")}
  }
  #if ${has.partialBias}
  if (firstPart == 0 && lane < ${vectors}) {
    for (var i = 0u; i < 4; i++) {
      let k = firstChannel + lane * 4 + i;
      if (k < K) { partialBias[split * K + k] = biasSum[i]; }
    }
  }
  #endif`;
}
