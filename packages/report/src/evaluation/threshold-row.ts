import type { OperatingPoint } from "@tomograd/model";

/** What a threshold gives; a share of nothing is null. */
export interface ThresholdRow {
  readonly rule: string;
  readonly threshold: number;
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  readonly ppv: number | null;
  readonly npv: number | null;
}

export function thresholdRow(rule: string, { threshold, tp, fp, tn, fn }: OperatingPoint): ThresholdRow {
  const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);
  return {
    rule,
    threshold,
    sensitivity: share(tp, tp + fn),
    specificity: share(tn, tn + fp),
    ppv: share(tp, tp + fp),
    npv: share(tn, tn + fn),
  };
}
