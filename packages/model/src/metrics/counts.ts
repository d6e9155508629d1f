import { METRIC_HISTOGRAM, sizeOf, THRESHOLDS, type HostArray } from "@tomograd/kernels";
import { readSamples, type Column } from "./column.ts";

/** How predictions are counted. */
export interface CountsLayout {
  /** Thresholds of the curve, evenly from 0 to 1. */
  readonly numThresholds: number;
  /** Probabilities above it are predicted positive in `tp`, `fp`, `tn` and `fn`. */
  readonly threshold: number;
}

const DEVICE_LAYOUT: CountsLayout = { numThresholds: THRESHOLDS, threshold: 0.5 };

/**
 * What counted metrics are made of: per class a histogram of the probabilities, and the confusion at one threshold.
 *
 * The layout is that of the op `metricHistogram`, `METRIC_HISTOGRAM`, unless another one is asked for.
 */
export class Counts {
  readonly cells: Float64Array;
  readonly layout: CountsLayout;

  constructor(cells?: ArrayLike<number>, layout: Partial<CountsLayout> = {}) {
    this.layout = { ...DEVICE_LAYOUT, ...layout };
    this.cells = cells ? Float64Array.from(cells) : new Float64Array(this.#confusion + 4);
  }

  static readonly shape = [METRIC_HISTOGRAM.length] as const;

  /** Counts predictions on the host, as the op does on a device, each as often as it weighs. Labels above 0.5 are positive. */
  add(yTrue: Column, yPred: Column, sampleWeight?: Column): void {
    const { labels, scores, weights } = readSamples(yTrue, yPred, sampleWeight);
    const { numThresholds } = this.layout;
    const threshold = Math.fround(this.layout.threshold);
    for (let i = 0; i < labels.length; i++) {
      // NaN counts as 0, as on a device.
      const p = scores[i]! > 0 ? Math.fround(Math.min(scores[i]!, 1)) : 0;
      const isPositive = labels[i]! > 0.5;
      const weight = weights?.[i] ?? 1;
      const bucket = Math.ceil(Math.fround(p * (numThresholds - 1)));
      this.cells[(isPositive ? numThresholds : 0) + bucket]! += weight;
      const isPredicted = p > threshold;
      const outcome = isPredicted ? (isPositive ? TP : FP) : isPositive ? FN : TN;
      this.cells[this.#confusion + outcome]! += weight;
    }
  }

  get tp(): number {
    return this.cells[this.#confusion + TP]!;
  }
  get fp(): number {
    return this.cells[this.#confusion + FP]!;
  }
  get tn(): number {
    return this.cells[this.#confusion + TN]!;
  }
  get fn(): number {
    return this.cells[this.#confusion + FN]!;
  }

  /** Rows are the actual classes, columns the predicted ones. */
  get matrix(): number[][] {
    return [
      [this.tn, this.fp],
      [this.fn, this.tp],
    ];
  }

  /**
   * True and false positives at each threshold, ascending. With `epsilonEnds` the lowest threshold lies below 0, so that
   * p = 0 counts as positive there.
   */
  curve(epsilonEnds: boolean): { readonly tp: Float64Array; readonly fp: Float64Array } {
    const { numThresholds } = this.layout;
    const reverseSums = (offset: number): Float64Array => {
      const sums = new Float64Array(numThresholds);
      let sum = 0;
      for (let bucket = numThresholds - 2; bucket >= 0; bucket--) {
        sum += this.cells[offset + 1 + bucket]!;
        if (bucket === 0 && epsilonEnds) sum += this.cells[offset]!;
        sums[bucket] = sum;
      }
      return sums;
    };
    return { tp: reverseSums(numThresholds), fp: reverseSums(0) };
  }

  get positives(): number {
    return this.tp + this.fn;
  }
  get negatives(): number {
    return this.fp + this.tn;
  }

  /** Where the confusion counts begin: behind a histogram for each class. */
  get #confusion(): number {
    return 2 * this.layout.numThresholds;
  }
}

const { truePositives, falsePositives, trueNegatives, falseNegatives } = METRIC_HISTOGRAM;
const [TP, FP, TN, FN] = [truePositives, falsePositives, trueNegatives, falseNegatives].map(
  (cell) => cell - 2 * THRESHOLDS,
) as [number, number, number, number];

/** Zeros in the form in which a device accumulates them. */
export function emptyCounts(): HostArray {
  return new Uint32Array(sizeOf(Counts.shape));
}
