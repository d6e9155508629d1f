import { UsageError, type ArrayHandle, type HostArray } from "@tomograd/kernels";
import type { WeightArena } from "../weight-arena.ts";
import { isSchedule, type LearningRateSchedule } from "./schedules/learning-rate-schedule.ts";

export interface OptimizerOptions {
  /** Positive, or a schedule of the updates so far. */
  readonly learningRate?: number | LearningRateSchedule;
  /** Keras' old name of `learningRate`. */
  readonly lr?: number | LearningRateSchedule;
}

/** Everything that an optimizer remembers, for a run that is to go on from here. */
export interface OptimizerState {
  readonly iterations: number;
  /** Undefined where a schedule decides. */
  readonly learningRate: number | undefined;
  /** `m/conv2d/kernel` and the like. */
  readonly slots: ReadonlyMap<string, HostArray>;
}

interface Slots {
  readonly arena: WeightArena;
  readonly arrays: readonly ArrayHandle[];
}

/**
 * Updates all weights of an arena in one dispatch; keeps what it remembers of them in arrays of the same layout.
 *
 * It belongs to one set of weights: `fit` goes on with what it remembers, its `iterations` too, while the same model trains
 * the same layers. After a freeze or an unfreeze, or for another model, it begins anew from 0, as a new one after Keras'
 * `compile`; a learning rate that was set stays.
 */
export abstract class Optimizer {
  abstract readonly className: string;
  /** Names of the arrays that it keeps beside the weights, as `m` and `v`. */
  protected abstract readonly slotNames: readonly string[];
  /** Updates so far. */
  iterations = 0;
  #learningRate: number | LearningRateSchedule;
  #slots: Slots | undefined;

  constructor(subject: string, { lr, learningRate = lr ?? 1e-3 }: OptimizerOptions) {
    if (!isSchedule(learningRate)) requirePositive(subject, learningRate);
    this.#learningRate = learningRate;
  }

  /** Records one update of the weights: `slots` in the order of `slotNames`, `iterations` counts this one already. */
  protected abstract step(
    arena: WeightArena,
    gradients: ArrayHandle,
    slots: readonly ArrayHandle[],
    learningRate: number,
  ): void;

  /** What the next update will use. */
  get learningRate(): number {
    return isSchedule(this.#learningRate) ? this.#learningRate.at(this.iterations) : this.#learningRate;
  }

  /** Throws a UsageError where a schedule decides, and for a rate that is not positive. */
  set learningRate(value: number) {
    if (isSchedule(this.#learningRate))
      throw new UsageError({
        subject: this.className,
        rule: "a learning rate that follows a schedule cannot be set",
        received: `learningRate=${value}`,
      });
    requirePositive(this.className, value);
    this.#learningRate = value;
  }

  /** Records one update of every weight of the arena from the gradients, which have the same layout. */
  update(arena: WeightArena, gradients: ArrayHandle): void {
    const { arrays } = this.#slotsOf(arena);
    const { learningRate } = this;
    this.iterations += 1;
    this.step(arena, gradients, arrays, learningRate);
    arena.markChanged();
  }

  /** Reads everything that it remembers. */
  async state(): Promise<OptimizerState> {
    const { iterations, slotNames } = this;
    const slots = new Map<string, HostArray>();
    if (this.#slots) {
      const { arena, arrays } = this.#slots;
      const read = await Promise.all(arrays.map(async (array) => await arena.device.read(array)));
      for (const [i, host] of read.entries())
        for (const [name, values] of arena.unpack(host)) slots.set(`${slotNames[i]}/${name}`, values);
    }
    return { iterations, learningRate: isSchedule(this.#learningRate) ? undefined : this.#learningRate, slots };
  }

  /** Goes on from a state. Throws a UsageError where it belongs to other weights. */
  restore(arena: WeightArena, { iterations, learningRate, slots }: OptimizerState): void {
    const { arrays } = this.#slotsOf(arena);
    for (const [i, array] of arrays.entries()) {
      const values = (name: string, length: number): HostArray => {
        const found = slots.get(`${this.slotNames[i]}/${name}`);
        if (found?.length === length) return found;
        throw new UsageError({
          subject: this.className,
          rule: "the state must hold every weight",
          received: `${this.slotNames[i]}/${name} has ${found?.length ?? 0} values instead of ${length}`,
        });
      };
      arena.device.write(array, arena.pack(values));
    }
    this.iterations = iterations;
    if (learningRate !== undefined && !isSchedule(this.#learningRate)) this.#learningRate = learningRate;
  }

  /** The slots belong to one model on one device: another one starts anew. */
  #slotsOf(arena: WeightArena): Slots {
    if (this.#slots?.arena === arena) return this.#slots;
    this.release();
    this.iterations = 0;
    return (this.#slots = { arena, arrays: this.slotNames.map(() => arena.zeros()) });
  }

  /** Gives the slots back. */
  release(): void {
    if (!this.#slots) return;
    const { arena, arrays } = this.#slots;
    for (const array of arrays) arena.device.release(array);
    this.#slots = undefined;
  }
}

function requirePositive(subject: string, learningRate: number): void {
  if (learningRate > 0) return;
  throw new UsageError({ subject, rule: "learningRate must be positive", received: `learningRate=${learningRate}` });
}
