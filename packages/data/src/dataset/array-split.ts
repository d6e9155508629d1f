import { InputError } from "@tomograd/kernels";
import type { StoredArray } from "../npy/stored-npy.ts";
import { arrayLayout } from "./array-layout.ts";
import type { Layout } from "./array-layout.ts";
import { arrayPixels, memoryOf } from "./array-pixels.ts";
import type { Split } from "./dataset.ts";
import { memoryLimit } from "./memory-limit.ts";
import { SampleSplit } from "./sample-split.ts";

export interface ArraySplitOptions {
  /** How errors call the array. */
  readonly subject: string;
  readonly layout: Layout;
  readonly channels: 1 | 3;
  /** What the samples' ids begin with. */
  readonly idPrefix: string;
  /** Bytes of images that may stay in memory; a quarter of the machine's memory when not given. */
  readonly memory?: number;
}

/**
 * Images of an array without labels, as a split of which every label is 0.
 *
 * @throws InputError for what `loadDataset` refuses in an array of images, and for colour where one channel is asked for.
 * @example await arraySplit(await openNpy(file, "x.npy"), { subject: "x.npy", layout: "nhw", channels: 3, idPrefix: "x.npy" })
 */
export async function arraySplit(array: StoredArray, options: ArraySplitOptions): Promise<Split> {
  const { subject, channels, idPrefix, memory = memoryLimit() } = options;
  const { layout: _layout, ...shape } = arrayLayout(array.shape, options.layout, subject);
  if (shape.channels > channels) {
    const rule = `images must have ${channels} channel`;
    throw new InputError({ subject, rule, received: `shape=(${array.shape.join(",")})` });
  }
  const { source, facts } = await arrayPixels(array, shape, subject, memoryOf(array) <= memory);
  const indices = Uint32Array.from(facts, (_, i) => i);
  const ids = Array.from(facts, (_, i) => `${idPrefix}/${String(i).padStart(6, "0")}`);
  return new SampleSplit(
    { name: "test", subject, source, facts, indices, ids, labels: new Uint8Array(facts.length) },
    channels,
  );
}
