import { defineOp } from "../../op/define-op.ts";
import { arrays, cases, fill } from "./cases.ts";
import { count } from "./count.ts";
import { reference } from "./reference.ts";
import { shape } from "./shape.ts";

/**
 * Adds a batch of predictions to a confusion matrix, from which metrics of several classes are computed.
 *
 * `counts[K actual + predicted] += 1`, actual and predicted being the first largest of a row of labels and probabilities.
 * Both are [N,K], labels one-hot, counts u32 [K*K]; a NaN and whatever is negative count as 0. Integer counts, so the
 * order of samples does not matter. Throws a ShapeError for other shapes. Source: Keras `categorical_accuracy` and
 * scikit-learn `confusion_matrix`: rows are actual classes, columns predicted ones.
 *
 * @example
 * device.forward(confusionCounts, { probabilities, labels, counts }, {}, { newCounts: counts });
 */
export const confusionCounts = defineOp({
  name: "confusionCounts",
  summary: "Counts predictions by actual and predicted class, for categorical metrics.",
  formula: "counts[K * argmax(labels) + argmax(probabilities)] += 1",
  inputs: {
    probabilities: { differentiable: false, describe: "[N,K], in [0, 1]" },
    labels: { differentiable: false, describe: "[N,K], one-hot" },
    counts: { differentiable: false, dtype: "u32", describe: "[K*K], the counts so far" },
  },
  outputs: { newCounts: { differentiable: false, updates: "counts", dtype: "u32", describe: "[K*K]" } },
  params: {},
  shape,
  saves: [],
  forward: (run, { probabilities, labels, newCounts }) => {
    const [rows, columns] = probabilities.shape as readonly [number, number];
    run(count, { probabilities, labels, newCounts }, { constants: { columns }, params: { rows } });
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => ({ inputs: arrays(1 + Math.floor(random() * 300), 1 + Math.floor(random() * 12)), fill }),
});
