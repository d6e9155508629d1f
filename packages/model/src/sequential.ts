import { UsageError, type Shape } from "@tomograd/kernels";
import { NameScope } from "./graph/name-scope.ts";
import { Input } from "./layers/input.ts";
import type { Layer } from "./layers/layer.ts";
import { Model } from "./model.ts";

export interface SequentialOptions {
  readonly name?: string;
  /** Shape of one input, without the batch: [C,H,W] for images. */
  readonly inputShape: Shape;
}

/**
 * A stack of layers.
 *
 * @example
 * const model = new Sequential([new Flatten(), new Dense({ units: 1, activation: "sigmoid" })], { inputShape: [3, 64, 64] });
 * console.log(model.summary());
 * model.to(device, { seed: 1 });
 */
export class Sequential extends Model {
  override readonly className: Model["className"] = "Sequential";
  override readonly layers: readonly Layer[];

  constructor(layers: readonly Layer[], { name = "sequential", inputShape }: SequentialOptions) {
    if (layers.length === 0)
      throw new UsageError({ subject: name, rule: "needs at least one layer", received: "layers=none" });
    // Named before they are used, so that an error says which of them it is about.
    const names = new NameScope(name, layers);
    for (const layer of layers) names.name(layer);
    const input = Input(inputShape, { name: `${layers[0]!.name}_input` });
    super({ name, inputs: input, outputs: layers.reduce((x, layer) => layer.apply(x), input) });
    this.layers = layers;
  }
}
