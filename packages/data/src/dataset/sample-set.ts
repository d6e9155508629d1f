import type { SplitName } from "./dataset.ts";
import type { Pixels } from "./pixels.ts";
import { valuesPerImage } from "./pixels.ts";

/** The samples of one split as a reader found them, with labels 0 and 1. */
export interface SampleSet {
  readonly name: SplitName;
  /** The file or folder to name in an error. */
  readonly subject: string;
  readonly pixels: Pixels;
  readonly labels: Uint8Array;
  readonly ids: readonly string[];
}

/** The samples of `indices`, as a set of another name. */
export function takeSamples(set: SampleSet, indices: Uint32Array, name: SplitName): SampleSet {
  const size = valuesPerImage(set.pixels);
  const source = set.pixels.data;
  const data =
    source instanceof Uint8Array
      ? new Uint8Array(indices.length * size)
      : source instanceof Uint16Array
        ? new Uint16Array(indices.length * size)
        : new Float32Array(indices.length * size);
  indices.forEach((index, i) => data.set(source.subarray(index * size, (index + 1) * size), i * size));
  return {
    name,
    subject: set.subject,
    pixels: { ...set.pixels, data, count: indices.length },
    labels: Uint8Array.from(indices, (index) => set.labels[index] as number),
    ids: Array.from(indices, (index) => set.ids[index] as string),
  };
}
