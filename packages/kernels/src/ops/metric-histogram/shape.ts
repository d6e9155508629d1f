import { ShapeError } from "../../errors.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { requireElements, requireSame } from "../shared/require.ts";
import { METRIC_HISTOGRAM } from "./layout.ts";

export type MetricHistogramInput = "probabilities" | "labels" | "histogram";

/** Throws a ShapeError unless probabilities and labels are [N,1,...] and the histogram has the length of its layout. */
export function shape({ probabilities, labels, histogram }: Readonly<Record<MetricHistogramInput, Shape>>): {
  newHistogram: Shape;
} {
  const subject = "metricHistogram";
  requireElements(subject, "probabilities", probabilities);
  if (probabilities[1] !== 1) {
    throw new ShapeError({
      subject,
      rule: "probabilities must be [N,1], or [N,1,...] for one of every pixel",
      received: `probabilities=${formatShape(probabilities)}`,
      advice: "Count one class at a time",
    });
  }
  requireSame(subject, "labels", labels, probabilities, "probabilities");
  requireSame(subject, "histogram", histogram, [METRIC_HISTOGRAM.length], "METRIC_HISTOGRAM");
  return { newHistogram: histogram };
}
