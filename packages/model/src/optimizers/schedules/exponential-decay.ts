import { requireAtLeast, type LearningRateSchedule } from "./learning-rate-schedule.ts";

export interface ExponentialDecayOptions {
  readonly initialLearningRate: number;
  /** Updates after which the rate has been multiplied by `decayRate` once. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Decay in steps instead of all the time. Default false. */
  readonly staircase?: boolean;
}

/**
 * `initialLearningRate * decayRate^(step / decaySteps)`, with `staircase` of the whole part of the fraction.
 *
 * Throws a UsageError for numbers that are not positive. Source: Keras `schedules.ExponentialDecay`.
 *
 * @example
 * new Adam({ learningRate: new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 1000, decayRate: 0.96 }) })
 */
export class ExponentialDecay implements LearningRateSchedule {
  readonly className = "ExponentialDecay";
  readonly #options: ExponentialDecayOptions;

  constructor(options: ExponentialDecayOptions) {
    const { initialLearningRate, decaySteps, decayRate } = options;
    requireAtLeast(this.className, 0, { initialLearningRate, decaySteps, decayRate }, { isOpen: true });
    this.#options = options;
  }

  at(iterations: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase = false } = this.#options;
    const exponent = iterations / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(exponent) : exponent);
  }
}
