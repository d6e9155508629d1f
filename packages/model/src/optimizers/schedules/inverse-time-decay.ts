import { requireAtLeast, type LearningRateSchedule } from "./learning-rate-schedule.ts";

export interface InverseTimeDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Decay in steps instead of all the time. Default false. */
  readonly staircase?: boolean;
}

/**
 * `initialLearningRate / (1 + decayRate * step / decaySteps)`, with `staircase` of the whole part of the fraction.
 *
 * Throws a UsageError unless rate and steps are positive and `decayRate` is not negative. Source: Keras
 * `schedules.InverseTimeDecay`.
 *
 * @example
 * new InverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5 }).at(2) // 0.05
 */
export class InverseTimeDecay implements LearningRateSchedule {
  readonly className = "InverseTimeDecay";
  readonly #options: InverseTimeDecayOptions;

  constructor(options: InverseTimeDecayOptions) {
    const { initialLearningRate, decaySteps, decayRate } = options;
    requireAtLeast(this.className, 0, { initialLearningRate, decaySteps }, { isOpen: true });
    requireAtLeast(this.className, 0, { decayRate });
    this.#options = options;
  }

  at(iterations: number): number {
    const { initialLearningRate, decaySteps, decayRate, staircase = false } = this.#options;
    const fraction = iterations / decaySteps;
    return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(fraction) : fraction));
  }
}
