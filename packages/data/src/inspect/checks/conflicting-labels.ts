import type { Check } from "../finding.ts";
import { countsBySplit, equalPixels, idsOf } from "../same-samples.ts";

/** Check 5, its second half. */
export const conflictingLabels: Check = {
  number: 5,
  name: "conflicting-labels",
  severity: "E",
  rule: "images of equal pixels must have one label",
  find: ({ splits }) => {
    const conflicting = equalPixels(splits).filter((samples) => {
      const labels = samples.map(({ split, index }) => split.labels[index]);
      return new Set(labels).size > 1;
    });
    const samples = conflicting.flat();
    if (samples.length === 0) return [];
    const received = `images of equal pixels and unequal labels: ${countsBySplit(samples)}`;
    return [{ count: samples.length, ids: idsOf(samples), received, advice: "Find out which label is right" }];
  },
};
