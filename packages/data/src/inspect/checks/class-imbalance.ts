import { classBalance } from "../class-balance.ts";
import type { Check } from "../finding.ts";

const MOST_RATIO = 10;
const LEAST_SAMPLES = 10;

/** Check 13. A class that is missing altogether is check 1's. */
export const classImbalance: Check = {
  number: 13,
  name: "class-imbalance",
  severity: "W",
  rule: `classes should not differ by more than ${MOST_RATIO} to 1, nor have fewer than ${LEAST_SAMPLES} samples where a model is judged`,
  find: ({ splits }) =>
    splits.flatMap((split) => {
      const { negatives, positives, ratio } = classBalance(split);
      const fewest = Math.min(negatives, positives);
      if (fewest === 0 || (ratio <= MOST_RATIO && (split.name === "train" || fewest >= LEAST_SAMPLES))) return [];
      const received = `${split.name} with ${positives} positive and ${negatives} negative`;
      const advice =
        split.name === "train" ? "Train with --class-weight balanced" : "Read its metrics with their intervals only";
      return [{ count: fewest, ids: [], received, advice }];
    }),
};
