import type { Check } from "../finding.ts";
import { acrossSplits, countsBySplit, equalPixels, idsOf } from "../same-samples.ts";

/** Check 4. */
export const duplicatesAcross: Check = {
  number: 4,
  name: "duplicates-across-splits",
  severity: "E",
  rule: "no image may stand in two splits: what is tested would have been learnt",
  find: ({ splits }) => {
    const repeated = acrossSplits(equalPixels(splits)).flat();
    if (repeated.length === 0) return [];
    const received = `images of equal pixels: ${countsBySplit(repeated)}`;
    return [{ count: repeated.length, ids: idsOf(repeated), received, advice: "Keep each image in one split" }];
  },
};
