import type { Check } from "../finding.ts";
import { acrossSplits, countsBySplit, idsOf, samplesByKey } from "../same-samples.ts";

/** Check 7. A group may be a patient: it is counted and never named. */
export const groupsAcross: Check = {
  number: 7,
  name: "groups-across-splits",
  severity: "E",
  rule: "no group or patient may have images in two splits",
  find: ({ splits, dataset }) => {
    const torn = acrossSplits(samplesByKey(splits, ({ groups }, index) => groups?.[index]));
    const found = [];
    if (torn.length > 0) {
      const samples = torn.flat();
      const received = `groups: ${torn.length}, with images ${countsBySplit(samples)}`;
      found.push({ count: torn.length, ids: idsOf(samples), received, advice: "Split by group" });
    }
    const unknown = splits.flatMap(({ ids, groups }) => ids.filter((_, i) => groups?.[i] === undefined));
    if (unknown.length > 0 && splits.length > 1 && dataset.kind !== "phantom") {
      found.push({
        severity: "N" as const,
        rule: "patient-level independence of the splits is not verifiable without groups",
        count: unknown.length,
        ids: [],
        received: `images without a group: ${unknown.length}`,
        advice: "List the images in a CSV file with a column group or patient_id",
      });
    }
    return found;
  },
};
