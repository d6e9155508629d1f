import { apply, type Tensor } from "@tomograd/autograd";
import { ops, resolveParams, ShapeError, type Shape } from "@tomograd/kernels";
import type { LayerOptions } from "./layer.ts";
import { fold, MergeLayer } from "./merge-layer.ts";

export interface ConcatenateOptions extends LayerOptions {
  /** Counted with the batch as axis 0, from the end where negative. Images here are NCHW, so channels are axis 1. Default -1. */
  readonly axis?: number;
}

/**
 * `y = [a | b | …]`: the inputs one behind the other along an axis, in which alone they may differ.
 *
 * The default axis is Keras': the last, which for NCHW images is the width; channels are axis 1. Throws a ShapeError for
 * the batch axis, and where the inputs differ along another. Source: Keras `layers.Concatenate`.
 *
 * @example
 * new Concatenate({ axis: 1 }).apply([x, branch]) // [3,32,32] and [8,32,32] to [11,32,32]
 */
export class Concatenate extends MergeLayer {
  readonly className = "Concatenate";
  readonly baseName = "concatenate";
  readonly #params: { readonly axis: number };

  constructor({ axis, ...options }: ConcatenateOptions = {}) {
    super(options);
    this.#params = resolveParams("Concatenate", ops.concatenate.params, { axis });
  }

  protected constructMerged(inputs: readonly Shape[]): Shape {
    const [{ length: last }] = inputs as readonly [Shape];
    const { axis } = this.#params;
    if (axis === 0 || axis === -1 - last) {
      throw new ShapeError({
        subject: this.name,
        rule: `axis must be from 1 to ${last} or from ${-last} to -1`,
        received: `axis=${axis}`,
        advice: "Axis 0 is the batch, whose samples stay apart; for NCHW data the channels are axis 1",
      });
    }
    return inputs.reduce((a, b) => ops.concatenate.shape({ a: [1, ...a], b: [1, ...b] }, this.#params).y.slice(1));
  }

  protected merge(inputs: readonly Tensor[]): Tensor {
    return fold(inputs, (a, b) => apply(ops.concatenate, { a, b }, this.#params).y);
  }

  config(): Readonly<Record<string, unknown>> {
    return this.#params;
  }
}
