import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";
import { ALL_FINITE } from "./shape.ts";

export const reset = defineKernel({
  name: "nonFinite.reset",
  bindings: { index: write("u32") },
  params: {},
  constants: {},
  variants: { plain: { workgroupSize: 1 } },
  grid: () => ({ threads: 1 }),
  body: () => wgsl`  index[0] = ${ALL_FINITE}u;`,
});

const PER_THREAD = 4;

/** Binds x as integers: WGSL may assume that a float is never NaN or infinite, and drop the question. */
export const scan = defineKernel({
  name: "nonFinite.scan",
  bindings: { x: read("u32"), index: write("atomic<u32>") },
  params: { count: "u32" },
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, PER_THREAD) }),
  body: () => wgsl`
  for (var j = 0u; j < ${PER_THREAD}u; j++) {
    let i = j * params.extent + thread;
    if (i < params.count && (x[i] & 0x7f800000u) == 0x7f800000u) { atomicMin(&index[0], i); }
  }`,
});
