import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { ceilDiv } from "../../shape.ts";
import { LANES } from "../shared/tree.ts";

/** Picks are sorted by so many bits of their entries at a time, the lowest first. */
const BITS = 4;
const DIGITS = 2 ** BITS;
/** Picks among which a thread counts. */
const BLOCK = 256;

const variants = { plain: { workgroupSize: 64 } } as const;
const params = { picks: "u32", blocks: "u32", last: "u32", shift: "u32" } as const;
const digit = /* wgsl */ `
fn digitOf(place: u32) -> u32 { return (min(indices[order[place]], params.last) >> params.shift) % ${DIGITS}u; }`;

const number = defineKernel({
  name: "gather.number",
  bindings: { order: write("u32") },
  params: { picks: "u32" },
  constants: {},
  variants,
  grid: ({ params }) => ({ threads: params.picks }),
  body: () => wgsl`order[thread] = thread;`,
});

/** How many picks of each block have each digit: all blocks of a digit side by side. */
const count = defineKernel({
  name: "gather.count",
  bindings: { indices: read("u32"), order: read("u32"), counts: write("u32") },
  params,
  constants: {},
  variants,
  grid: ({ params }) => ({ threads: params.blocks * DIGITS }),
  declarations: () => digit,
  body: () => wgsl`
  let first = thread % params.blocks * ${BLOCK}u;
  var found = 0u;
  for (var place = first; place < min(first + ${BLOCK}u, params.picks); place++) {
    found += select(0u, 1u, digitOf(place) == thread / params.blocks);
  }
  counts[thread] = found;`,
});

/** How many were counted before: where the first of each block and digit belongs. Each lane adds up a part, then continues it. */
const accumulate = defineKernel({
  name: "gather.accumulate",
  bindings: { counts: read("u32"), starts: write("u32") },
  params: { size: "u32" },
  constants: {},
  variants: { plain: { workgroupSize: LANES } },
  grid: () => ({ workgroups: 1 }),
  declarations: () => wgsl`var<workgroup> sums: array<u32, ${LANES}>;`,
  body: () => wgsl`
  let part = (params.size + ${LANES - 1}u) / ${LANES}u;
  let end = min((lane + 1u) * part, params.size);
  var sum = 0u;
  for (var i = lane * part; i < end; i++) { sum += counts[i]; }
  sums[lane] = sum;
  workgroupBarrier();
  var before = 0u;
  for (var i = 0u; i < lane; i++) { before += sums[i]; }
  for (var i = lane * part; i < end; i++) {
    starts[i] = before;
    before += counts[i];
  }`,
});

/** Moves every pick behind those of its digit that stand before it, so that equal ones keep their order. */
const move = defineKernel({
  name: "gather.move",
  bindings: { indices: read("u32"), order: read("u32"), starts: read("u32"), moved: write("u32") },
  params,
  constants: {},
  variants,
  grid: ({ params }) => ({ threads: params.picks }),
  declarations: () => digit,
  body: () => wgsl`
  let block = thread / ${BLOCK}u;
  let own = digitOf(thread);
  var to = starts[own * params.blocks + block];
  for (var place = block * ${BLOCK}u; place < thread; place++) { to += select(0u, 1u, digitOf(place) == own); }
  moved[to] = order[thread];`,
});

/** The picks from 0 on, sorted by the entries that they pick; those of one entry in their order. Without atomics. */
export function radixSort(
  run: Launcher,
  indices: ArrayHandle,
  { picks, entries }: { readonly picks: number; readonly entries: number },
): ArrayHandle {
  const blocks = ceilDiv(picks, BLOCK);
  const size = blocks * DIGITS;
  let [order, moved] = [run.scratch([picks], "u32"), run.scratch([picks], "u32")];
  const [counts, starts] = [run.scratch([size], "u32"), run.scratch([size], "u32")];
  run(number, { order }, { constants: {}, params: { picks } });
  for (let shift = 0; shift < 32 && entries - 1 >= 2 ** shift; shift += BITS) {
    const values = { constants: {}, params: { picks, blocks, last: entries - 1, shift } };
    run(count, { indices, order, counts }, values);
    run(accumulate, { counts, starts }, { constants: {}, params: { size } });
    run(move, { indices, order, starts, moved }, values);
    [order, moved] = [moved, order];
  }
  return order;
}
