import type { Split } from "../dataset/dataset.ts";

/** A sample and the split that it stands in. */
export interface Sample {
  readonly split: Split;
  readonly index: number;
}

/** Samples that have a key in common, two or more of each; those without a key have none. */
export function samplesByKey(
  splits: readonly Split[],
  keyOf: (split: Split, index: number) => string | undefined,
): Sample[][] {
  const byKey = new Map<string, Sample[]>();
  for (const split of splits) {
    for (let index = 0; index < split.length; index++) {
      const key = keyOf(split, index);
      if (key === undefined) continue;
      const samples = byKey.get(key);
      if (samples) samples.push({ split, index });
      else byKey.set(key, [{ split, index }]);
    }
  }
  return [...byKey.values()].filter((samples) => samples.length > 1);
}

/** Samples of equal pixels. */
export function equalPixels(splits: readonly Split[]): Sample[][] {
  return samplesByKey(splits, ({ facts }, index) => facts?.[index]?.digest);
}

/** Those that stand in more than one split. */
export function acrossSplits(groups: readonly (readonly Sample[])[]): (readonly Sample[])[] {
  return groups.filter(([first, ...others]) => others.some(({ split }) => split !== first?.split));
}

export function idsOf(samples: readonly Sample[]): string[] {
  return samples.map(({ split, index }) => split.ids[index]!);
}

/** `train 3, test 2`: how many of the samples each split has. */
export function countsBySplit(samples: readonly Sample[]): string {
  const counts = new Map<string, number>();
  for (const { split } of samples) counts.set(split.name, (counts.get(split.name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name} ${count}`).join(", ");
}
