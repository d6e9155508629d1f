import { elementwise } from "../shared/elementwise.ts";
import type { PoolGeometry } from "../shared/pool.ts";
import type { PoolConstants } from "./shape.ts";

/** Whether the windows are the 2 x 2 blocks of each plane, with four of them or a multiple in a row. */
export const inBlocks = (g: PoolGeometry): boolean =>
  [g.poolH, g.poolW, g.strideH, g.strideW].every((extent) => extent === 2) &&
  g.padTop + g.padLeft === 0 &&
  g.H === 2 * g.outH &&
  g.W === 2 * g.outW &&
  g.outW % 4 === 0;

/** WGSL: index of the vec4 in the upper left of the four blocks that belong to `thread`. */
export const fourAcross = "thread / (outW / 4) * (W / 2) + thread % (outW / 4) * 2";

/** What the kernels over blocks share: four neighbouring windows of 2 x 2 a thread, so that all memory is touched in vectors. */
export const overBlocks = {
  params: { planes: "u32" },
  constants: {} as PoolConstants,
  variants: elementwise,
  grid: ({
    constants,
    params,
  }: {
    readonly constants: PoolConstants;
    readonly params: { readonly planes: number };
  }) => ({
    threads: (params.planes * constants.outH * constants.outW) / 4,
  }),
} as const;
