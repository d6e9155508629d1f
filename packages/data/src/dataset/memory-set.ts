import { factsOf } from "../decode/sample-facts.ts";
import type { SplitName } from "./dataset.ts";
import { packedSource, valuesPerImage } from "./pixels.ts";
import type { Pixels } from "./pixels.ts";
import type { SampleSet } from "./sample-set.ts";

interface MemorySet {
  readonly name: SplitName;
  readonly subject: string;
  readonly pixels: Pixels;
  readonly labels: Uint8Array;
  readonly ids: readonly string[];
}

/** A set of images that are in memory already. */
export function memorySet({ name, subject, pixels, labels, ids }: MemorySet): SampleSet {
  const { data, count, channels, order } = pixels;
  const size = valuesPerImage(pixels);
  const facts = Array.from({ length: count }, (_, i) =>
    factsOf(data.subarray(i * size, (i + 1) * size), channels, order),
  );
  const indices = Uint32Array.from({ length: count }, (_, i) => i);
  return { name, subject, source: packedSource(pixels), indices, facts, labels, ids };
}
