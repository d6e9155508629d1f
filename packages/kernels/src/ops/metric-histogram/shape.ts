import type { Shape } from "../../shape.ts";
import { requireColumn, requireSame } from "../shared/require.ts";
import { METRIC_HISTOGRAM } from "./layout.ts";

export type MetricHistogramInput = "probabilities" | "labels" | "histogram";

/** Throws a ShapeError unless probabilities and labels are [N,1] and the histogram has the length of its layout. */
export function shape({ probabilities, labels, histogram }: Readonly<Record<MetricHistogramInput, Shape>>): {
  newHistogram: Shape;
} {
  const subject = "metricHistogram";
  requireColumn(subject, "probabilities", probabilities, "Count one class at a time");
  requireSame(subject, "labels", labels, probabilities, "probabilities");
  requireSame(subject, "histogram", histogram, [METRIC_HISTOGRAM.length], "METRIC_HISTOGRAM");
  return { newHistogram: histogram };
}
