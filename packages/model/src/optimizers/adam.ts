import { ops, resolveParams, type ArrayHandle } from "@tomograd/kernels";
import type { WeightArena } from "../weight-arena.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";

export interface AdamOptions extends OptimizerOptions {
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
export class Adam extends Optimizer {
  readonly className: string = "Adam";
  protected readonly slotNames = ["m", "v"];
  readonly options: Readonly<Record<"beta1" | "beta2" | "epsilon" | "weightDecay", number>>;

  constructor({ beta1, beta2, epsilon, ...options }: AdamOptions = {}, weightDecay = 0) {
    super("Adam", options);
    const given = { beta1, beta2, epsilon, weightDecay };
    const { step: _, learningRate: _rate, ...resolved } = resolveParams("adam", ops.adam.params, given);
    this.options = resolved;
  }

  protected step(
    { device, values }: WeightArena,
    grad: ArrayHandle,
    [m, v]: readonly ArrayHandle[],
    learningRate: number,
  ): void {
    const params = resolveParams("adam", ops.adam.params, { ...this.options, learningRate, step: this.iterations });
    device.forward(ops.adam, { param: values, grad, m, v }, params, { newParam: values, newM: m, newV: v });
  }
}
