import { UsageError } from "@tomograd/kernels";
import { requireAtLeast, type LearningRateSchedule } from "./learning-rate-schedule.ts";

export interface CosineDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  /** The last rate as a fraction of the highest. Default 0. */
  readonly alpha?: number;
  /** What the rate first rises to, in a straight line. Default: it does not rise. */
  readonly warmupTarget?: number;
  /** Updates of the rise; they come before `decaySteps`. Default 0. */
  readonly warmupSteps?: number;
}

/** `(1 - alpha) (1 + cos(pi fraction)) / 2 + alpha`: from 1 to alpha. */
export function cosine(fraction: number, alpha: number): number {
  return ((1 - alpha) * (1 + Math.cos(Math.PI * fraction))) / 2 + alpha;
}

/**
 * From the initial rate, or after a linear warmup from `warmupTarget`, down to `alpha` of it along half a cosine wave:
 * `rate * ((1 - alpha) (1 + cos(pi step / decaySteps)) / 2 + alpha)`; then it stays there.
 *
 * Throws a UsageError unless `decaySteps` is positive, the rest is not negative, and warmup steps come with a target.
 * Source: Loshchilov and Hutter 2017 (SGDR), Keras `schedules.CosineDecay`.
 *
 * @example
 * new CosineDecay({ initialLearningRate: 0, warmupTarget: 0.1, warmupSteps: 1000, decaySteps: 10_000 })
 */
export class CosineDecay implements LearningRateSchedule {
  readonly className = "CosineDecay";
  readonly #options: CosineDecayOptions;

  constructor(options: CosineDecayOptions) {
    const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = options;
    requireAtLeast(this.className, 0, { decaySteps }, { isOpen: true });
    requireAtLeast(this.className, 0, { initialLearningRate, alpha, warmupSteps, warmupTarget: warmupTarget ?? 0 });
    if (warmupSteps > 0 && warmupTarget === undefined)
      throw new UsageError({
        subject: this.className,
        rule: "warmupSteps need a warmupTarget",
        received: `warmupSteps=${warmupSteps}`,
      });
    this.#options = options;
  }

  at(iterations: number): number {
    const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = this.#options;
    if (warmupTarget !== undefined && iterations < warmupSteps)
      return initialLearningRate + (warmupTarget - initialLearningRate) * (iterations / warmupSteps);
    const step = Math.min(iterations - warmupSteps, decaySteps);
    return (warmupTarget ?? initialLearningRate) * cosine(step / decaySteps, alpha);
  }
}
