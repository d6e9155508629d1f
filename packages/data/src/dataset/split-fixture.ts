import type { SplitName } from "./dataset.ts";
import { MemorySplit } from "./memory-split.ts";
import type { Pixels } from "./pixels.ts";

/** A split over pixels given in a test, labels 0 and 1 by turns. */
export function testSplit(pixels: Pixels, channels = pixels.channels, name: SplitName = "train"): MemorySplit {
  const labels = Uint8Array.from({ length: pixels.count }, (_, i) => i % 2);
  const ids = Array.from(labels, (_, i) => `${name}/${i}`);
  return new MemorySplit({ name, pixels, labels, ids, channels });
}
