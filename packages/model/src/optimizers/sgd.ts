import { ops, resolveParams, type ArrayHandle } from "@tomograd/kernels";
import type { WeightArena } from "../weight-arena.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";

export interface SGDOptions extends OptimizerOptions {
  /** In [0, 1]. Default 0: plain descent. */
  readonly momentum?: number;
  /** Look ahead along the velocity. Default false. */
  readonly nesterov?: boolean;
}

/**
 * Gradient descent: `velocity = momentum velocity - lr g`, then `w += velocity`, or with nesterov
 * `w += momentum velocity - lr g`. The learning rate is 0.01 by default.
 *
 * Throws a ShapeError for a momentum outside [0, 1], a UsageError for a rate that is not positive. Source: Keras
 * `optimizers.SGD`.
 *
 * @example
 * new SGD({ learningRate: 0.01, momentum: 0.9, nesterov: true })
 */
export class SGD extends Optimizer {
  readonly className = "SGD";
  protected readonly slotNames = ["velocity"];
  readonly options: { readonly momentum: number; readonly nesterov: boolean };

  constructor({ momentum, nesterov, lr, learningRate = lr ?? 0.01 }: SGDOptions = {}) {
    super("SGD", { learningRate });
    const { learningRate: _, ...resolved } = resolveParams("sgd", ops.sgd.params, { momentum, nesterov });
    this.options = resolved;
  }

  protected step(
    { device, values }: WeightArena,
    grad: ArrayHandle,
    [velocity]: readonly [ArrayHandle],
    learningRate: number,
  ): void {
    const inputs = { param: values, grad, velocity };
    device.forward(ops.sgd, inputs, { ...this.options, learningRate }, { newParam: values, newVelocity: velocity });
  }
}
