import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { METRIC_HISTOGRAM as AT, THRESHOLDS } from "./layout.ts";
import type { MetricHistogramInput } from "./shape.ts";

export const reference: Reference<MetricHistogramInput, "newHistogram", object> = {
  forward: ({ probabilities, labels, histogram }) => {
    const newHistogram = ndArray(histogram.shape, histogram.data);
    const add = (cell: number): void => {
      newHistogram.data[cell] = (newHistogram.data[cell]! + 1) % 2 ** 32;
    };
    probabilities.data.forEach((value, n) => {
      const p = Math.fround(value);
      const isPositive = labels.data[n]! > 0.5;
      // Not `p <= 0`: a NaN belongs to the lowest cell too.
      const bucket = p > 0 ? Math.ceil(Math.fround(Math.min(p, 1) * (THRESHOLDS - 1))) - 1 : -1;
      add((isPositive ? AT.positives : AT.negatives) + bucket + 1);
      if (isPositive) add(p > 0.5 ? AT.truePositives : AT.falseNegatives);
      else add(p > 0.5 ? AT.falsePositives : AT.trueNegatives);
    });
    return { newHistogram };
  },
};
