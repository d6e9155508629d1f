import type { LoadedDataset, Split, SplitName } from "../dataset/dataset.ts";
import type { SampleFacts } from "../decode/sample-facts.ts";
import { memorySet } from "../dataset/memory-set.ts";
import { SampleSplit } from "../dataset/sample-split.ts";
import { RandomStream } from "../random/random-stream.ts";
import type { Finding } from "./finding.ts";
import { inspectDataset } from "./inspect-dataset.ts";
import type { InspectOptions } from "./inspect-dataset.ts";

export const SIDE = 16;

/** An image of random bytes, another for each number. */
export function noise(item: number): Uint8Array {
  const random = new RandomStream({ seed: 1, stream: 2, item });
  return Uint8Array.from({ length: SIDE * SIDE }, () => random.below(256));
}

/** Images of noise, none of them like another, from number `first` on. */
export function noises(first: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => noise(first + i));
}

/** 0, 1, 0, 1 … with a few swapped, so that there is no order in them. */
export function labelsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i % 3 === 0 ? (i / 3) % 2 : i % 2));
}

export interface SplitData {
  readonly images: readonly (Uint8Array | Uint16Array | Float32Array)[];
  readonly labels?: readonly number[];
  readonly ids?: readonly string[];
  readonly channels?: number;
  readonly scale?: number;
  readonly groups?: readonly (string | undefined)[];
  readonly files?: readonly SampleFacts["file"][];
}

/** A data set of 16 x 16 images in memory. */
export function datasetOf(
  data: Partial<Record<SplitName, SplitData>>,
  extra: Partial<LoadedDataset> = {},
): LoadedDataset {
  const splits: Partial<Record<SplitName, Split>> = {};
  for (const [key, given] of Object.entries(data)) {
    const name = key as SplitName;
    const { images, channels = 1, scale = 255, groups, files } = given;
    const size = channels * SIDE * SIDE;
    const all = images[0]!.constructor as Uint8ArrayConstructor;
    const pixels = new all(images.length * size);
    for (const [i, image] of images.entries()) pixels.set(image, i * size);
    const count = images.length;
    const format = { channels, height: SIDE, width: SIDE, order: "hwc", scale } as const;
    const labels = Uint8Array.from(given.labels ?? labelsOf(count));
    const ids = given.ids ?? images.map((_, i) => `${name}/${i}`);
    const set = memorySet({ name, subject: name, pixels: { data: pixels, count, ...format }, labels, ids });
    const facts = set.facts.map((sample, i) => ({ ...sample, ...(files?.[i] && { file: files[i] }) }));
    splits[name] = Object.assign(new SampleSplit({ ...set, facts }, channels), groups && { groups });
  }
  return {
    name: "set",
    kind: "npy folder",
    notes: [],
    classNames: ["0", "1"],
    positiveClass: "1",
    imageShape: [1, SIDE, SIDE],
    splits,
    skipped: [],
    ...extra,
  };
}

/** What one of the checks finds. */
export async function findingsOf(check: string, dataset: LoadedDataset, options?: InspectOptions): Promise<Finding[]> {
  return (await inspectDataset(dataset, options)).filter((finding) => finding.check === check);
}
