import { read, write } from "../../kernel/define-kernel.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf } from "../../shape.ts";
import { picking } from "./kernel.ts";
import { sortPicks } from "./sort-picks.ts";

/** With more picks than these, each element looks its own up among sorted ones instead of reading all. */
const FEW = 512;

const place = /* wgsl */ `
  let i = thread / params.inner % params.entries;
  let outer = thread / params.inner / params.entries;
  var sum = 0.0;`;
const added = /* wgsl */ `sum += gradY[(outer * params.picks + pick) * params.inner + k];`;

/** One element of gradX a thread, which adds up the picks of its index in their order: nothing is scattered, so nothing races. */
const fromAll = picking(
  "gather.backward",
  { indices: read("u32"), gradY: read("f32"), gradX: write("f32") },
  /* wgsl */ `${place}
  for (var pick = 0u; pick < params.picks; pick++) {
    if (entryOf(pick) == i) { ${added} }
  }
  gradX[thread] = sum;`,
);

/** The same sum in the same order, of picks that are sorted by their entries. */
const fromSorted = picking(
  "gather.backwardSorted",
  { indices: read("u32"), sorted: read("u32"), gradY: read("f32"), gradX: write("f32") },
  /* wgsl */ `${place}
  var low = 0u;
  var high = params.picks;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (entryOf(sorted[middle]) < i) { low = middle + 1u; } else { high = middle; }
  }
  for (; low < params.picks; low++) {
    let pick = sorted[low];
    if (entryOf(pick) != i) { break; }
    ${added}
  }
  gradX[thread] = sum;`,
);

interface Sizes {
  readonly entries: number;
  readonly inner: number;
  readonly picks: number;
}

/** gradX is the sum of gradY over the picks of each entry. */
export function backward(
  run: Launcher,
  { indices, gradY, gradX }: Readonly<Record<"indices" | "gradY" | "gradX", ArrayHandle>>,
  sizes: Sizes,
): void {
  const values = { constants: {}, params: { count: sizeOf(gradX.shape), ...sizes } };
  if (sizes.picks <= FEW) run(fromAll, { indices, gradY, gradX }, values);
  else run(fromSorted, { indices, sorted: sortPicks(run, indices, sizes), gradY, gradX }, values);
}
