import type { SplitName } from "./dataset.ts";
import { memorySet } from "./memory-set.ts";
import type { Pixels } from "./pixels.ts";
import { SampleSplit } from "./sample-split.ts";

/** A split over pixels given in a test, labels 0 and 1 by turns. */
export function testSplit(pixels: Pixels, channels = pixels.channels, name: SplitName = "train"): SampleSplit {
  const labels = Uint8Array.from({ length: pixels.count }, (_, i) => i % 2);
  const ids = Array.from(labels, (_, i) => `${name}/${i}`);
  return new SampleSplit(memorySet({ name, subject: name, pixels, labels, ids }), channels);
}
