import { cosine } from "./cosine-decay.ts";
import { requireAtLeast, type LearningRateSchedule } from "./learning-rate-schedule.ts";

export interface CosineDecayRestartsOptions {
  readonly initialLearningRate: number;
  /** Updates of the first period. */
  readonly firstDecaySteps: number;
  /** How many times longer every period is than the one before, at least 1. Default 2. */
  readonly tMul?: number;
  /** By what the highest rate is multiplied with every period. Default 1. */
  readonly mMul?: number;
  /** The last rate of a period as a fraction of the initial one. Default 0. */
  readonly alpha?: number;
}

/**
 * Cosine decay that begins anew: in period `i` from 0, `firstDecaySteps * tMul^i` updates long,
 * `initialLearningRate * ((1 - alpha) mMul^i (1 + cos(pi fraction)) / 2 + alpha)`.
 *
 * Throws a UsageError unless `firstDecaySteps` is positive, `tMul` at least 1, and the rest not negative. Source: Loshchilov
 * and Hutter 2017 (SGDR), Keras `schedules.CosineDecayRestarts`.
 *
 * @example
 * new CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 1000, mMul: 0.9 })
 */
export class CosineDecayRestarts implements LearningRateSchedule {
  readonly className = "CosineDecayRestarts";
  readonly #options: Required<CosineDecayRestartsOptions>;

  constructor({ tMul = 2, mMul = 1, alpha = 0, ...options }: CosineDecayRestartsOptions) {
    const { initialLearningRate, firstDecaySteps } = options;
    requireAtLeast(this.className, 0, { firstDecaySteps }, { isOpen: true });
    requireAtLeast(this.className, 1, { tMul });
    requireAtLeast(this.className, 0, { initialLearningRate, mMul, alpha });
    this.#options = { tMul, mMul, alpha, ...options };
  }

  at(iterations: number): number {
    const { initialLearningRate, mMul, alpha } = this.#options;
    const { period, fraction } = this.#place(iterations);
    return initialLearningRate * ((1 - alpha) * mMul ** period * cosine(fraction, 0) + alpha);
  }

  /** Counted rather than solved for: a logarithm is off by one just where a period begins. */
  #place(iterations: number): { readonly period: number; readonly fraction: number } {
    const { firstDecaySteps, tMul } = this.#options;
    if (tMul === 1) {
      const period = Math.floor(iterations / firstDecaySteps);
      return { period, fraction: iterations / firstDecaySteps - period };
    }
    let [period, begin, length] = [0, 0, firstDecaySteps];
    while (iterations >= begin + length) {
      begin += length;
      length *= tMul;
      period += 1;
    }
    return { period, fraction: (iterations - begin) / length };
  }
}
