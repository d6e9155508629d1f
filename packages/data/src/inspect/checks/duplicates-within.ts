import type { Check } from "../finding.ts";
import { countsBySplit, equalPixels, idsOf } from "../same-samples.ts";

/** Check 5, its first half. */
export const duplicatesWithin: Check = {
  number: 5,
  name: "duplicates-within-split",
  severity: "W",
  rule: "no image should stand twice in a split: it counts twice",
  find: ({ splits }) => {
    const repeated = splits.flatMap((split) => equalPixels([split]).flat());
    if (repeated.length === 0) return [];
    const received = `images of equal pixels: ${countsBySplit(repeated)}`;
    return [{ count: repeated.length, ids: idsOf(repeated), received, advice: "Keep one of each" }];
  },
};
