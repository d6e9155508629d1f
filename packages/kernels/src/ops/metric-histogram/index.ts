import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { arrays, cases, fill } from "./cases.ts";
import { count } from "./count.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

/**
 * Adds a batch of predictions to the counts from which streaming metrics are computed.
 *
 * `histogram[class][ceil(199 p)] += 1` with p clipped to [0, 1] and in float32, and the four confusion counts at the
 * strict p > 0.5; see `METRIC_HISTOGRAM` for the layout. Probabilities and labels are [N,1], or [N,1,...] for one of every
 * pixel, a label above 0.5 is class 1, the histogram u32 [404]; a NaN counts as p = 0. Integer counts, so the order of samples does not matter.
 * Throws a ShapeError for other shapes. Source: Keras `metrics_utils` (buckets of `num_thresholds=200`).
 *
 * @example
 * device.forward(metricHistogram, { probabilities, labels, histogram }, {}, { newHistogram: histogram });
 */
export const metricHistogram = defineOp({
  name: "metricHistogram",
  summary: "Counts predictions by class and threshold, for streaming metrics.",
  formula: "histogram[class, ceil(199 * p)] += 1",
  inputs: {
    probabilities: { differentiable: false, describe: "[N,1,...], in [0, 1]" },
    labels: { differentiable: false, describe: "[N,1,...], 0 or 1" },
    histogram: { differentiable: false, dtype: "u32", describe: "[404], the counts so far" },
  },
  outputs: { newHistogram: { differentiable: false, updates: "histogram", dtype: "u32", describe: "[404]" } },
  params: {},
  shape,
  saves: [],
  forward: (run, { probabilities, labels, newHistogram }) =>
    run(
      count,
      { probabilities, labels, newHistogram },
      { constants: {}, params: { count: sizeOf(probabilities.shape) } },
    ),
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({ inputs: arrays(1 + Math.floor(random() * 500)), fill }),
});
