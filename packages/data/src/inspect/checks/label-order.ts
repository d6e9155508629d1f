import type { Check } from "../finding.ts";

/** Wald and Wolfowitz: fewer runs of equal labels than half of those expected, and beyond any chance. */
const FEWEST = 0.5;
const BEYOND_CHANCE = -4;

/** Check 16. Folders are read class by class, which says nothing of the data. */
export const labelOrder: Check = {
  number: 16,
  name: "label-order",
  severity: "W",
  rule: "labels should not stand in blocks",
  find: ({ dataset, splits }) =>
    (dataset.kind === "image folder" ? [] : splits).flatMap(({ name, labels }) => {
      const positives = labels.reduce((sum, label) => sum + label, 0);
      const expected = 1 + (2 * positives * (labels.length - positives)) / labels.length;
      const deviation = Math.sqrt(((expected - 1) * (expected - 2)) / (labels.length - 1));
      const runs = labels.reduce((count, label, i) => count + (i === 0 || label !== labels[i - 1] ? 1 : 0), 0);
      if (!(runs < FEWEST * expected && (runs - expected) / deviation < BEYOND_CHANCE)) return [];
      const received = `${name} with ${runs} runs of equal labels where ${Math.round(expected)} are expected`;
      return [{ count: runs, ids: [], received, advice: "Keep shuffling on, and do not use --split tail" }];
    }),
};
