import { ops, resolveParams, UsageError, type ArrayHandle } from "@tomograd/kernels";
import type { WeightArena } from "../weight-arena.ts";

interface States {
  readonly arena: WeightArena;
  readonly m: ArrayHandle;
  readonly v: ArrayHandle;
}

export interface AdamOptions {
  readonly learningRate?: number;
  /** Keras' old name of `learningRate`. */
  readonly lr?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * Adam in Keras' form: `w -= alpha m / (sqrt(v) + epsilon)`, `alpha = lr sqrt(1 - beta2^t) / (1 - beta1^t)`.
 *
 * All weights are updated in one dispatch. Source: Kingma and Ba 2015, section 2, the "epsilon hat" form.
 *
 * @example
 * new Adam({ learningRate: 1e-3, beta1: 0.92 })
 */
export class Adam {
  readonly className = "Adam";
  readonly options: Required<Omit<AdamOptions, "lr">>;
  /** Updates so far. */
  iterations = 0;
  #states: States | undefined;

  constructor({ lr, learningRate = lr ?? 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamOptions = {}) {
    if (!(learningRate > 0)) {
      throw new UsageError({
        subject: "Adam",
        rule: "learningRate must be positive",
        received: `learningRate=${learningRate}`,
      });
    }
    const { step: _, ...options } = resolveParams("adam", ops.adam.params, { learningRate, beta1, beta2, epsilon });
    this.options = options;
  }

  /** Records one update of every weight of the arena from the gradients, which have the same layout. */
  update(arena: WeightArena, gradients: ArrayHandle): void {
    const { m, v } = this.#statesOf(arena);
    this.iterations += 1;
    const params = resolveParams("adam", ops.adam.params, { ...this.options, step: this.iterations });
    arena.device.forward(ops.adam, { param: arena.values, grad: gradients, m, v }, params, {
      newParam: arena.values,
      newM: m,
      newV: v,
    });
    arena.markChanged();
  }

  /** The moments belong to one model on one device: another one starts anew. */
  #statesOf(arena: WeightArena): States {
    if (this.#states?.arena === arena) return this.#states;
    this.release();
    this.iterations = 0;
    return (this.#states = { arena, m: arena.zeros(), v: arena.zeros() });
  }

  /** Gives the moments back. */
  release(): void {
    if (!this.#states) return;
    const { arena, m, v } = this.#states;
    for (const array of [m, v]) arena.device.release(array);
    this.#states = undefined;
  }
}
