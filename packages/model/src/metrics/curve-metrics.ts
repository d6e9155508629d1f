import { THRESHOLDS, UsageError } from "@tomograd/kernels";
import type { Counts } from "./counts.ts";
import { Metric, ratio, type MetricOptions } from "./metric.ts";

export interface CurveOptions extends MetricOptions {
  /** Thresholds from 0 to 1, at least 2. Default 200, the only number that is counted in `fit`. */
  readonly numThresholds?: number;
}

/** A metric over all thresholds. Throws a UsageError for fewer than two. */
abstract class CurveMetric extends Metric {
  constructor(defaultName: string, { numThresholds = THRESHOLDS, ...options }: CurveOptions) {
    if (!Number.isInteger(numThresholds) || numThresholds < 2) {
      const received = `numThresholds=${numThresholds}`;
      throw new UsageError({
        subject: options.name ?? defaultName,
        rule: "numThresholds must be an integer above 1",
        received,
      });
    }
    super(defaultName, options, { numThresholds });
  }
}

/**
 * Area under the ROC curve, by trapezoids, or under the precision-recall curve, by Davis and Goadrich's interpolation.
 *
 * Through `numThresholds` points: where predictions bunch it differs from `ExactAUC`. Source: Keras `metrics.AUC`.
 */
export class AUC extends CurveMetric {
  readonly curve: "ROC" | "PR";
  constructor({ curve = "ROC", ...options }: CurveOptions & { readonly curve?: "ROC" | "PR" } = {}) {
    super("auc", options);
    if (curve !== "ROC" && curve !== "PR") {
      throw new UsageError({ subject: this.name, rule: "curve must be ROC or PR", received: `curve=${String(curve)}` });
    }
    this.curve = curve;
  }
  protected of(counts: Counts): number {
    return this.curve === "ROC" ? areaUnderRoc(counts) : areaUnderPrecisionRecall(counts);
  }
}

function areaUnderRoc(counts: Counts): number {
  const { tp, fp } = counts.curve(true);
  let area = 0;
  for (let i = 0; i + 1 < tp.length; i++) {
    const width = ratio(fp[i]! - fp[i + 1]!, counts.negatives);
    area += (width * ratio(tp[i]! + tp[i + 1]!, counts.positives)) / 2;
  }
  return area;
}

/**
 * Between two thresholds tp grows linearly with all predicted positive P, so that the area is
 * `slope (dtp + intercept log(P_i / P_i+1)) / positives`, with `slope = dtp / dP`.
 */
function areaUnderPrecisionRecall(counts: Counts): number {
  const { tp, fp } = counts.curve(true);
  let area = 0;
  for (let i = 0; i + 1 < tp.length; i++) {
    const [above, below] = [tp[i + 1]! + fp[i + 1]!, tp[i]! + fp[i]!];
    const gained = tp[i]! - tp[i + 1]!;
    const slope = ratio(gained, below - above);
    const intercept = tp[i + 1]! - slope * above;
    const growth = above > 0 ? Math.log(below / above) : 0;
    area += ratio(slope * (gained + intercept * growth), counts.positives);
  }
  return area;
}

/** The best specificity over the thresholds at which the sensitivity is at least `sensitivity`; 0 if there is none. */
export class SpecificityAtSensitivity extends CurveMetric {
  readonly sensitivity: number;
  constructor({ sensitivity, ...options }: CurveOptions & { readonly sensitivity: number }) {
    super("specificity_at_sensitivity", options);
    requireShare(this.name, "sensitivity", sensitivity);
    this.sensitivity = sensitivity;
  }
  protected of(counts: Counts): number {
    return best(counts, ({ sensitivity, specificity }) => (sensitivity >= this.sensitivity ? specificity : 0));
  }
}

/** The best sensitivity over the thresholds at which the specificity is at least `specificity`; 0 if there is none. */
export class SensitivityAtSpecificity extends CurveMetric {
  readonly specificity: number;
  constructor({ specificity, ...options }: CurveOptions & { readonly specificity: number }) {
    super("sensitivity_at_specificity", options);
    requireShare(this.name, "specificity", specificity);
    this.specificity = specificity;
  }
  protected of(counts: Counts): number {
    return best(counts, ({ sensitivity, specificity }) => (specificity >= this.specificity ? sensitivity : 0));
  }
}

interface Rates {
  readonly sensitivity: number;
  readonly specificity: number;
}

function best(counts: Counts, value: (rates: Rates) => number): number {
  const { tp, fp } = counts.curve(false);
  let found = 0;
  for (let i = 0; i < tp.length; i++) {
    const sensitivity = ratio(tp[i]!, counts.positives);
    const specificity = ratio(counts.negatives - fp[i]!, counts.negatives);
    found = Math.max(found, value({ sensitivity, specificity }));
  }
  return found;
}

function requireShare(subject: string, name: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new UsageError({ subject, rule: `${name} must lie in [0, 1]`, received: `${name}=${value}` });
}
