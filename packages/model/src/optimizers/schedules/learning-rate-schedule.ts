import { UsageError } from "@tomograd/kernels";

/** A learning rate that depends on the number of updates so far. Source: Keras `optimizers.schedules`. */
export interface LearningRateSchedule {
  readonly className: string;
  /** The rate of the update after `iterations` others. */
  at(iterations: number): number;
}

export function isSchedule(rate: number | LearningRateSchedule): rate is LearningRateSchedule {
  return typeof rate === "object";
}

/** Throws a UsageError for the first number that does not lie in [least, Infinity), or in (least, Infinity). */
export function requireAtLeast(
  subject: string,
  least: number,
  given: Readonly<Record<string, number>>,
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): void {
  for (const [name, value] of Object.entries(given)) {
    if ((isOpen ? value > least : value >= least) && Number.isFinite(value)) continue;
    const rule = `${name} must be a finite number ${isOpen ? "above" : "of at least"} ${least}`;
    throw new UsageError({ subject, rule, received: `${name}=${value}` });
  }
}
