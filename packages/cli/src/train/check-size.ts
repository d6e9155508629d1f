import { UsageError, type Shape } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";

/** The arrays of weights, gradients and moments have this many values each: 4 GiB. */
const MOST_WEIGHTS = 2 ** 30;

/** Throws a UsageError for filters whose weights no device holds. */
export function checkSize(filters: readonly number[] | undefined, inputShape: Shape): void {
  if (!filters) return;
  const [f0 = 0, f1 = 0] = filters;
  const { total } = documentedCnn({ filters: [f0, f1], inputShape }).countParams();
  if (total <= MOST_WEIGHTS) return;
  throw new UsageError({
    subject: "--filters",
    rule: `a network must have at most ${MOST_WEIGHTS.toLocaleString("en-US")} weights`,
    received: `filters=${filters.join(",")} with ${total.toLocaleString("en-US")} weights for images of ${inputShape.join("x")}`,
    advice: "Take fewer filters",
  });
}
