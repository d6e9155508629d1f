import { UsageError } from "@tomograd/kernels";
import { requireAtLeast, type LearningRateSchedule } from "./learning-rate-schedule.ts";

export interface PiecewiseConstantDecayOptions {
  /** The last update (from 0) of every piece but the last, ascending. */
  readonly boundaries: readonly number[];
  /** One more than boundaries. */
  readonly values: readonly number[];
}

/**
 * `values[0]` while `step <= boundaries[0]`, `values[1]` while `step <= boundaries[1]`, …, then the last value.
 *
 * Throws a UsageError for boundaries that do not ascend, negative values, and lists that do not fit. Source: Keras
 * `schedules.PiecewiseConstantDecay`.
 *
 * @example
 * new PiecewiseConstantDecay({ boundaries: [100_000, 110_000], values: [1, 0.5, 0.1] })
 */
export class PiecewiseConstantDecay implements LearningRateSchedule {
  readonly className = "PiecewiseConstantDecay";
  readonly #options: PiecewiseConstantDecayOptions;

  constructor({ boundaries, values }: PiecewiseConstantDecayOptions) {
    const subject = this.className;
    if (values.length !== boundaries.length + 1)
      throw new UsageError({
        subject,
        rule: "needs one value more than boundaries",
        received: `boundaries=${boundaries.length} values=${values.length}`,
      });
    if (!boundaries.every((one, i) => i === 0 || one > boundaries[i - 1]!))
      throw new UsageError({ subject, rule: "boundaries must ascend", received: `boundaries=${boundaries.join()}` });
    for (const boundary of boundaries) requireAtLeast(subject, 0, { boundary });
    for (const value of values) requireAtLeast(subject, 0, { value });
    this.#options = { boundaries: [...boundaries], values: [...values] };
  }

  at(iterations: number): number {
    const { boundaries, values } = this.#options;
    const piece = boundaries.findIndex((boundary) => iterations <= boundary);
    return values.at(piece)!;
  }
}
