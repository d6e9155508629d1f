import type { Check } from "../finding.ts";

/** Check 1. */
export const oneClass: Check = {
  number: 1,
  name: "one-class",
  severity: "E",
  rule: "labels must be 0 and 1, and every split must hold samples of both classes",
  find: ({ splits, dataset: { classNames } }) =>
    splits.flatMap(({ name, labels, ids }) => {
      const odd = ids.filter((_, i) => labels[i]! > 1);
      const missing = [0, 1].find((label) => !labels.includes(label));
      if (odd.length > 0) {
        const received = `other labels in ${name}: ${odd.length}`;
        return [{ count: odd.length, ids: odd, received, advice: "Set one label against all others" }];
      }
      if (missing === undefined) return [];
      const received = `${name} without a sample of class ${classNames[missing as 0 | 1]}`;
      return [{ count: labels.length, ids: [], received, advice: "Split the data again, by class" }];
    }),
};
