import type { Shape } from "../../shape.ts";
import { requireElements, requireRank, requireSame } from "../shared/require.ts";

export type ConfusionCountsInput = "probabilities" | "labels" | "counts";

/** Throws a ShapeError unless probabilities and labels are both [N,K] and the counts [K*K]. */
export function shape({ probabilities, labels, counts }: Readonly<Record<ConfusionCountsInput, Shape>>): {
  newCounts: Shape;
} {
  const subject = "confusionCounts";
  requireRank(subject, "probabilities", probabilities, 2, "[N,K]");
  requireElements(subject, "probabilities", probabilities);
  requireSame(subject, "labels", labels, probabilities, "probabilities");
  requireSame(subject, "counts", counts, [probabilities[1]! ** 2], "K*K classes");
  return { newCounts: counts };
}
