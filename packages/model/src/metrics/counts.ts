import { METRIC_HISTOGRAM, sizeOf, THRESHOLDS, type HostArray } from "@tomograd/kernels";

const { negatives, positives, truePositives, falsePositives, trueNegatives, falseNegatives } = METRIC_HISTOGRAM;

/**
 * What the nine metrics are made of: per class a histogram of the probabilities, and the confusion at 0.5.
 *
 * The layout is that of the op `metricHistogram`, `METRIC_HISTOGRAM`.
 */
export class Counts {
  readonly cells: Float64Array;

  constructor(cells: ArrayLike<number> = new Float64Array(Counts.shape[0])) {
    this.cells = Float64Array.from(cells);
  }

  static readonly shape = [METRIC_HISTOGRAM.length] as const;

  /** Counts predictions on the host, as the op does on a device. Labels above 0.5 are positive. */
  add(labels: ArrayLike<number>, probabilities: ArrayLike<number>): void {
    for (let i = 0; i < labels.length; i++) {
      // NaN counts as 0, as on a device.
      const p = probabilities[i]! > 0 ? Math.fround(Math.min(probabilities[i]!, 1)) : 0;
      const positive = labels[i]! > 0.5;
      const bucket = Math.ceil(Math.fround(p * (THRESHOLDS - 1)));
      this.cells[(positive ? positives : negatives) + bucket]! += 1;
      const predicted = p > 0.5;
      const outcome = predicted
        ? positive
          ? truePositives
          : falsePositives
        : positive
          ? falseNegatives
          : trueNegatives;
      this.cells[outcome]! += 1;
    }
  }

  get tp(): number {
    return this.cells[truePositives]!;
  }
  get fp(): number {
    return this.cells[falsePositives]!;
  }
  get tn(): number {
    return this.cells[trueNegatives]!;
  }
  get fn(): number {
    return this.cells[falseNegatives]!;
  }

  /**
   * True and false positives at each of the 200 thresholds, ascending. With `epsilonEnds` the lowest threshold lies
   * below 0, so that p = 0 counts as positive there.
   */
  curve(epsilonEnds: boolean): { readonly tp: Float64Array; readonly fp: Float64Array } {
    const reverseSums = (offset: number): Float64Array => {
      const sums = new Float64Array(THRESHOLDS);
      let sum = 0;
      for (let bucket = THRESHOLDS - 2; bucket >= 0; bucket--) {
        sum += this.cells[offset + 1 + bucket]!;
        if (bucket === 0 && epsilonEnds) sum += this.cells[offset]!;
        sums[bucket] = sum;
      }
      return sums;
    };
    return { tp: reverseSums(positives), fp: reverseSums(negatives) };
  }

  get positives(): number {
    return this.tp + this.fn;
  }
  get negatives(): number {
    return this.fp + this.tn;
  }
}

/** Zeros in the form in which a device accumulates them. */
export function emptyCounts(): HostArray {
  return new Uint32Array(sizeOf(Counts.shape));
}
