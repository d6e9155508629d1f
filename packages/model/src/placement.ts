import type { Device, HostArray } from "@tomograd/kernels";
import { randomStream } from "./initializers/random-stream.ts";
import type { Weight } from "./layers/weight.ts";
import { WeightArena } from "./weight-arena.ts";

/** Where a model's weights lie once it is on a device. */
export class Placement {
  readonly device: Device;
  /** What the optimizer changes. */
  readonly trainable: WeightArena;
  /** Statistics and the weights of frozen layers. */
  readonly fixed: WeightArena;

  constructor(device: Device, trainable: WeightArena, fixed: WeightArena) {
    this.device = device;
    this.trainable = trainable;
    this.fixed = fixed;
  }

  /** Whether every weight still lies where its layer's `trainable` wants it. */
  get isSorted(): boolean {
    const lies = ({ weights }: WeightArena, trainable: boolean) => weights.every((one) => one.trainable === trainable);
    return lies(this.trainable, true) && lies(this.fixed, false);
  }

  async read(): Promise<Map<string, HostArray>> {
    const { device, trainable, fixed } = this;
    const [first, second] = await Promise.all([device.read(trainable.values), device.read(fixed.values)]);
    return new Map([...trainable.unpack(first), ...fixed.unpack(second)]);
  }

  release(): void {
    this.trainable.release();
    this.fixed.release();
  }
}

/** Puts weights on a device, with given values or freshly drawn. */
export function placeWeights(
  device: Device,
  weights: readonly Weight[],
  source: { readonly seed: number } | { readonly values: ReadonlyMap<string, HostArray> },
): Placement {
  const initial = (weight: Weight): HostArray =>
    "values" in source
      ? source.values.get(weight.name)!
      : weight.initializer.values(weight.shape, randomStream(source.seed, weights.indexOf(weight)));
  const arena = (trainable: boolean): WeightArena =>
    new WeightArena(
      device,
      weights.filter((weight) => weight.trainable === trainable),
      initial,
    );
  return new Placement(device, arena(true), arena(false));
}
