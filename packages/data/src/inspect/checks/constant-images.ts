import type { Check } from "../finding.ts";
import { hasContrast } from "../has-contrast.ts";
import { countsBySplit, idsOf } from "../same-samples.ts";

/** Check 9. */
export const constantImages: Check = {
  number: 9,
  name: "constant-images",
  severity: "W",
  rule: "images should not be of one brightness",
  find: ({ splits }) => {
    const flat = splits.flatMap((split) =>
      split.ids.map((_, index) => ({ split, index })).filter((sample) => !hasContrast(sample)),
    );
    if (flat.length === 0) return [];
    const received = `images with less than 2 % of the range: ${countsBySplit(flat)}`;
    return [{ count: flat.length, ids: idsOf(flat), received, advice: "Leave them out" }];
  },
};
