import { requireAtLeast, type LearningRateSchedule } from "./learning-rate-schedule.ts";

export interface PolynomialDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  /** Default 0.0001. */
  readonly endLearningRate?: number;
  /** Default 1, a straight line. */
  readonly power?: number;
  /** Whether it begins anew, with twice, three times … the steps, rather than stay at the end. Default false. */
  readonly cycle?: boolean;
}

/**
 * `(initialLearningRate - endLearningRate) (1 - step / decaySteps)^power + endLearningRate`, and `endLearningRate` from
 * `decaySteps` on; with `cycle`, `decaySteps` is its first multiple that is not below `step`.
 *
 * Throws a UsageError unless steps and power are positive and the rates are not negative. Source: Keras
 * `schedules.PolynomialDecay`.
 *
 * @example
 * new PolynomialDecay({ initialLearningRate: 0.1, endLearningRate: 0.01, decaySteps: 10_000, power: 0.5 })
 */
export class PolynomialDecay implements LearningRateSchedule {
  readonly className = "PolynomialDecay";
  readonly #options: Required<PolynomialDecayOptions>;

  constructor({ endLearningRate = 1e-4, power = 1, cycle = false, ...options }: PolynomialDecayOptions) {
    const { initialLearningRate, decaySteps } = options;
    requireAtLeast(this.className, 0, { decaySteps, power }, { isOpen: true });
    requireAtLeast(this.className, 0, { initialLearningRate, endLearningRate });
    this.#options = { endLearningRate, power, cycle, ...options };
  }

  at(iterations: number): number {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle } = this.#options;
    const steps = cycle ? decaySteps * Math.max(1, Math.ceil(iterations / decaySteps)) : decaySteps;
    const left = 1 - Math.min(iterations, steps) / steps;
    return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
  }
}
