import { apply, tensor, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { expect } from "vitest";
import { ones } from "../initializers/initializers.ts";
import { Layer, type CallContext, type LayerOptions } from "../layers/layer.ts";
import type { Weight } from "../layers/weight.ts";
import { checkLayer } from "./index.ts";

interface GainOptions extends LayerOptions {
  readonly times?: number;
}

/** `y = times * gain * x`, of which each test breaks one part. */
export class Gain extends Layer {
  readonly className: string = "Gain";
  readonly baseName: string = "gain";
  readonly times: number;
  gain!: Weight;

  constructor({ times = 3, ...options }: GainOptions = {}) {
    super(options);
    this.times = times;
  }

  protected construct(input: Shape): Shape {
    this.gain = this.addWeight("gain", [], ones);
    return input;
  }

  call(x: Tensor, _context: CallContext): Tensor {
    return scaled(apply(ops.multiply, { a: x, b: this.gain.tensor }).y, this.times);
  }

  config(): Record<string, unknown> {
    return { times: this.times };
  }
}

export const scaled = (x: Tensor, by: number): Tensor => apply(ops.multiply, { a: x, b: tensor(x.device, [by], []) }).y;
export const sum = (a: Tensor, b: Tensor): Tensor => apply(ops.add, { a, b }).y;

/** What is found, without the title before it and the seed behind it. */
export async function found(make: () => Layer): Promise<string[]> {
  const { failures } = await checkLayer({ make, inputs: [[2, 3]], title: "the layer" }, { seed: 7 });
  return failures.map((text) => {
    expect(text).toMatch(/^the layer: .* \(seed 7\)$/);
    return text.slice("the layer: ".length, -" (seed 7)".length);
  });
}
