import type { Check } from "../finding.ts";
import { acrossSplits, countsBySplit, idsOf, samplesByKey } from "../same-samples.ts";

/** A word for a person and a number, as in `person123_bacteria_4.jpeg`, and the series of `IM-0115-0001.jpeg`. */
const PERSON = /(?<![a-z])((?:person|patient|subject|subj|sub|pat|pid)[-_ ]?\d+|(?:normal2-)?im-\d+(?=-\d))/i;

/** Check 8. */
export const namePatterns: Check = {
  number: 8,
  name: "patient-names-across-splits",
  severity: "W",
  rule: "file names should not show one patient in two splits",
  find: ({ splits }) => {
    const torn = acrossSplits(samplesByKey(splits, ({ ids }, index) => patientOf(ids[index]!)));
    if (torn.length === 0) return [];
    const samples = torn.flat();
    const received = `numbers of persons in several splits: ${torn.length}, with images ${countsBySplit(samples)}`;
    const advice = "If they are the same persons, move all images of one into one split";
    return [{ count: torn.length, ids: idsOf(samples), received, advice }];
  },
};

/** From the file's own name: folders are classes and splits. */
function patientOf(id: string): string | undefined {
  return PERSON.exec(id.slice(id.lastIndexOf("/") + 1))?.[1]?.toLowerCase();
}
