import { read, write } from "../../kernel/define-kernel.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf } from "../../shape.ts";
import { elementOf, picking, suffixOf, widthOf, type Width } from "./kernel.ts";
import { sortPicks } from "./sort-picks.ts";

/** With more picks than these, they are sorted: then an element reads its own instead of all. */
const FEW = 16;

const place = (width: Width): string => /* wgsl */ `
  let i = thread / params.inner % params.entries;
  let outer = thread / params.inner / params.entries;
  var sum = ${elementOf[width]}();`;
const added = /* wgsl */ `sum += gradY[(outer * params.picks + pick) * params.inner + k];`;

/** One element of gradX a thread, which adds up the picks of its index in their order: nothing is scattered, so nothing races. */
const fromAllOf = (width: Width) =>
  picking(
    `gather.backward${suffixOf[width]}`,
    { indices: read("u32"), gradY: read(elementOf[width]), gradX: write(elementOf[width]) },
    /* wgsl */ `${place(width)}
  for (var pick = 0u; pick < params.picks; pick++) {
    if (min(indices[pick], params.entries - 1u) == i) { ${added} }
  }
  gradX[thread] = sum;`,
  );

/** The same sum in the same order, of picks that are sorted by their entries; those of entry i begin at `starts[i]`. */
const fromSortedOf = (width: Width) =>
  picking(
    `gather.backwardSorted${suffixOf[width]}`,
    { sorted: read("u32"), starts: read("u32"), gradY: read(elementOf[width]), gradX: write(elementOf[width]) },
    /* wgsl */ `${place(width)}
  for (var at = starts[i]; at < starts[i + 1u]; at++) {
    let pick = sorted[at];
    ${added}
  }
  gradX[thread] = sum;`,
  );

const fromAll = { 1: fromAllOf(1), 4: fromAllOf(4) } as const;
const fromSorted = { 1: fromSortedOf(1), 4: fromSortedOf(4) } as const;

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
  const width = widthOf(sizes);
  const count = sizeOf(gradX.shape) / width;
  const values = { constants: {}, params: { count, ...sizes, inner: sizes.inner / width } };
  if (sizes.picks <= FEW) run(fromAll[width], { indices, gradY, gradX }, values);
  else run(fromSorted[width], { ...sortPicks(run, indices, sizes), gradY, gradX }, values);
}
