import { classBalance } from "../class-balance.ts";
import type { Check } from "../finding.ts";
import { aucError } from "../separation.ts";

const ENOUGH = 100;
/** What a good model reaches: the interval at any other value is not much different. */
const ASSUMED = 0.9;

/** Check 14. */
export const aucWidth: Check = {
  number: 14,
  name: "auc-width",
  severity: "N",
  rule: `a test split of fewer than ${ENOUGH} samples of a class gives a wide interval`,
  find: ({ dataset: { splits } }) => {
    if (!splits.test) return [];
    const { negatives, positives } = classBalance(splits.test);
    if (Math.min(negatives, positives) >= ENOUGH || Math.min(negatives, positives) === 0) return [];
    const half = (1.96 * aucError(ASSUMED, positives, negatives)).toFixed(2);
    const received = `${positives} positive and ${negatives} negative: an AUC of ${ASSUMED} would be known to ±${half} (95 %)`;
    return [{ count: positives + negatives, ids: [], received, advice: "Compare models by their intervals" }];
  },
};
