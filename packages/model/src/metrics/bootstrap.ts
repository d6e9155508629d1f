import { philox4x32, ShapeError, UsageError } from "@tomograd/kernels";
import { flattenColumn, type Column } from "./column.ts";
import { rankedSamples } from "./ranked-counts.ts";
import type { Interval } from "./wilson.ts";

export interface BootstrapOptions {
  /** Default 2000. */
  readonly resamples?: number;
  /** An integer in [0, 2^32): equal seeds give equal intervals. Default 42. */
  readonly seed?: number;
  /** The patient, or what else samples belong to: all samples of a group are drawn together. */
  readonly groups?: ArrayLike<string | number>;
}

/**
 * The 95 % percentile interval of a statistic over stratified resamples; undefined without samples of both classes.
 *
 * Each resample draws as many groups as there are, with replacement, apart among groups with a positive sample and without;
 * without `groups` each sample is its own. The statistic is given how often each sample was drawn; resamples where it is not
 * finite are left out. Throws a UsageError for fewer than 100 resamples, a ShapeError for groups that are not one a sample.
 *
 * @example
 * bootstrapInterval(labels, (counts) => accuracyWeightedBy(counts));
 */
export function bootstrapInterval(
  labels: Column,
  statistic: (counts: Float64Array) => number,
  { resamples = 2000, seed = 42, groups }: BootstrapOptions = {},
): Interval | undefined {
  if (!Number.isInteger(resamples) || resamples < 100) {
    const received = `resamples=${resamples}`;
    throw new UsageError({
      subject: "bootstrapInterval",
      rule: "resamples must be an integer of at least 100",
      received,
    });
  }
  const isPositive = Array.from(flattenColumn(labels, "labels"), (label) => label > 0.5);
  if (!isPositive.includes(true) || !isPositive.includes(false)) return undefined;
  const strata = stratify(isPositive, groups);
  const counts = new Float64Array(isPositive.length);
  const values: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    counts.fill(0);
    const next = words(seed, resample);
    for (const stratum of strata) {
      for (let draw = 0; draw < stratum.length; draw++) {
        const members = stratum[Math.floor((next() / 2 ** 32) * stratum.length)]!;
        for (const i of members) counts[i]! += 1;
      }
    }
    const value = statistic(counts);
    if (Number.isFinite(value)) values.push(value);
  }
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/**
 * `bootstrapInterval` of the exact area under the ROC curve. Throws as that and `rankedCounts` do.
 *
 * @example
 * bootstrapAuc([0, 1, 0, 1], [0.1, 0.9, 0.4, 0.35], { groups: ["a", "a", "b", "b"] });
 */
export function bootstrapAuc(labels: Column, scores: Column, options?: BootstrapOptions): Interval | undefined {
  // Sorted once: a resample only changes how often each sample counts.
  const { samples, order, lastOfTie } = rankedSamples(labels, scores);
  const area = (counts: Float64Array): number => {
    let [tp, fp, tpBefore, fpBefore, sum] = [0, 0, 0, 0, 0];
    for (let rank = 0; rank < order.length; rank++) {
      const i = order[rank]!;
      if (samples.labels[i]! > 0.5) tp += counts[i]!;
      else fp += counts[i]!;
      if (lastOfTie[rank] === 0) continue;
      sum += (fp - fpBefore) * (tp + tpBefore);
      [tpBefore, fpBefore] = [tp, fp];
    }
    return sum / (2 * tp * fp);
  };
  return bootstrapInterval(samples.labels, area, options);
}

/** Samples by group, the groups that hold a positive one apart from the others. */
function stratify(isPositive: readonly boolean[], groups: ArrayLike<string | number> | undefined): number[][][] {
  if (groups && groups.length !== isPositive.length) {
    const received = `groups.length=${groups.length}, samples=${isPositive.length}`;
    throw new ShapeError({ subject: "bootstrapInterval", rule: "every sample needs one group", received });
  }
  const members = new Map<string | number, number[]>();
  for (const i of isPositive.keys()) {
    const group = groups?.[i] ?? i;
    const others = members.get(group);
    if (others) others.push(i);
    else members.set(group, [i]);
  }
  const all = [...members.values()];
  const holdsPositive = (group: readonly number[]): boolean => group.some((i) => isPositive[i]);
  return [all.filter(holdsPositive), all.filter((group) => !holdsPositive(group))];
}

/** Keeps these random numbers apart from those of shuffling, dropout and initializers under the same seed. */
const BOOTSTRAP_KEY = 0xb007;

function words(seed: number, resample: number): () => number {
  let index = 0;
  let block: readonly number[] = [];
  return () => {
    if (index % 4 === 0) block = philox4x32([index / 4, resample, 0, 0], [seed, BOOTSTRAP_KEY]);
    return block[index++ % 4]!;
  };
}

/** Of sorted values, linear between them. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}
