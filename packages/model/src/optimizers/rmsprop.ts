import { ops, resolveParams, type ArrayHandle } from "@tomograd/kernels";
import type { WeightArena } from "../weight-arena.ts";
import { Optimizer, type OptimizerOptions } from "./optimizer.ts";

export interface RMSpropOptions extends OptimizerOptions {
  /** Decay of the mean square, in [0, 1]. Default 0.9. */
  readonly rho?: number;
  /** In [0, 1]. Default 0. */
  readonly momentum?: number;
  /** Under the root. Default 1e-7. */
  readonly epsilon?: number;
  /** Divide by the variance of the gradient rather than by its mean square. Default false. */
  readonly centered?: boolean;
}

/**
 * RMSprop: `s = rho s + (1 - rho) g^2`, `velocity = momentum velocity + lr g / sqrt(d + epsilon)`, `w -= velocity`, with
 * `d = s`, or if centered `s` less the square of the gradient's running mean.
 *
 * Throws a ShapeError for options out of their ranges, a UsageError for a rate that is not positive. Source: Hinton 2012,
 * lecture 6e, and Keras `optimizers.RMSprop`.
 *
 * @example
 * new RMSprop({ learningRate: 1e-3, rho: 0.9 })
 */
export class RMSprop extends Optimizer {
  readonly className = "RMSprop";
  protected readonly slotNames = ["meanSquare", "meanGrad", "velocity"];
  readonly options: Readonly<Record<"rho" | "momentum" | "epsilon", number>> & { readonly centered: boolean };

  constructor({ rho, momentum, epsilon, centered, ...options }: RMSpropOptions = {}) {
    super("RMSprop", options);
    const given = { rho, momentum, epsilon, centered };
    const { learningRate: _, ...resolved } = resolveParams("rmsprop", ops.rmsprop.params, given);
    this.options = resolved;
  }

  protected step(
    { device, values }: WeightArena,
    grad: ArrayHandle,
    [meanSquare, meanGrad, velocity]: readonly [ArrayHandle, ArrayHandle, ArrayHandle],
    learningRate: number,
  ): void {
    const inputs = { param: values, grad, meanSquare, meanGrad, velocity };
    const outputs = { newParam: values, newMeanSquare: meanSquare, newMeanGrad: meanGrad, newVelocity: velocity };
    device.forward(ops.rmsprop, inputs, { ...this.options, learningRate }, outputs);
  }
}
