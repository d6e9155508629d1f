import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { radixSort } from "./radix-sort.ts";

/** Up to so many picks each finds its place by reading all others: one pass instead of three for every digit. */
const RANKED = 512;

const variants = { plain: { workgroupSize: 64 } } as const;
const entryOf = /* wgsl */ `
fn entryOf(pick: u32) -> u32 { return min(indices[pick], params.entries - 1u); }`;

/** A pick stands behind those of lower entries and those of its own before it. */
const rank = defineKernel({
  name: "gather.rank",
  bindings: { indices: read("u32"), sorted: write("u32") },
  params: { picks: "u32", entries: "u32" },
  constants: {},
  variants,
  grid: ({ params }) => ({ threads: params.picks }),
  declarations: () => entryOf,
  body: () => wgsl`
  let own = entryOf(thread);
  var before = 0u;
  for (var other = 0u; other < params.picks; other++) {
    let entry = entryOf(other);
    before += select(0u, 1u, entry < own || (entry == own && other < thread));
  }
  sorted[before] = thread;`,
});

/** Where the picks of each entry begin among sorted ones, and at last where they end. */
const begin = defineKernel({
  name: "gather.begin",
  bindings: { indices: read("u32"), sorted: read("u32"), starts: write("u32") },
  params: { picks: "u32", entries: "u32" },
  constants: {},
  variants,
  grid: ({ params }) => ({ threads: params.entries + 1 }),
  declarations: () => entryOf,
  body: () => wgsl`
  var low = 0u;
  var high = params.picks;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (entryOf(sorted[middle]) < thread) { low = middle + 1u; } else { high = middle; }
  }
  starts[thread] = low;`,
});

/** The picks from 0 on, sorted by the entries that they pick, and where those of each entry begin. */
export function sortPicks(
  run: Launcher,
  indices: ArrayHandle,
  { picks, entries }: { readonly picks: number; readonly entries: number },
): { sorted: ArrayHandle; starts: ArrayHandle } {
  const values = { constants: {}, params: { picks, entries } };
  const starts = run.scratch([entries + 1], "u32");
  const sorted = picks > RANKED ? radixSort(run, indices, values.params) : run.scratch([picks], "u32");
  if (picks <= RANKED) run(rank, { indices, sorted }, values);
  run(begin, { indices, sorted, starts }, values);
  return { sorted, starts };
}
