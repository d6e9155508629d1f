import type { Tensor } from "@tomograd/autograd";
import { UsageError, type Device, type HostArray } from "@tomograd/kernels";
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

  /** The same where every weight still lies here, and where its layer's `trainable` wants it; else a new placement instead. */
  sorted(weights: readonly Weight[]): Placement {
    const lies = (arena: WeightArena, trainable: boolean) =>
      arena.weights.every((one) => one.trainable === trainable && arena.holds(one));
    if (lies(this.trainable, true) && lies(this.fixed, false)) return this;
    const sorted = place(this.device, weights, ({ tensor }) => tensor);
    this.release();
    return sorted;
  }

  holds(weight: Weight): boolean {
    return this.trainable.holds(weight) || this.fixed.holds(weight);
  }

  /** Throws a UsageError where another model of the same layers has taken weights over: training would change old copies. */
  requireWeights(subject: string): void {
    const gone = [this.trainable, this.fixed].flatMap((arena) => arena.weights.filter((one) => !arena.holds(one)));
    if (gone.length === 0) return;
    throw new UsageError({
      subject,
      rule: "its weights must stay while it is trained",
      received: `taken over by another model=${gone[0]!.name}`,
      advice: "A model of layers that are on a device already predicts and evaluates without model.to(device)",
    });
  }

  async read(): Promise<Map<string, HostArray>> {
    const { device, trainable, fixed } = this;
    const [first, second] = await Promise.all([device.read(trainable.values), device.read(fixed.values)]);
    const values = new Map([...trainable.unpack(first), ...fixed.unpack(second)]);
    for (const weight of [...trainable.weights, ...fixed.weights])
      if (!this.holds(weight)) values.set(weight.name, await weight.tensor.read());
    return values;
  }

  release(): void {
    this.trainable.release();
    this.fixed.release();
  }
}

/** The device that all weights lie on, if they do. */
export function deviceOf([first, ...others]: readonly Weight[]): Device | undefined {
  return others.every(({ device }) => device === first?.device) ? first?.device : undefined;
}

/** Draws weights and puts them on a device; those that lie there elsewhere than in the placement `before` keep their values. */
export function placeWeights(
  device: Device,
  weights: readonly Weight[],
  { seed, before }: { readonly seed: number; readonly before: Placement | undefined },
): Placement {
  return place(device, weights, (weight) => {
    if (weight.device === device && !before?.holds(weight)) return weight.tensor;
    return weight.initializer.values(weight.shape, randomStream(seed, weights.indexOf(weight)));
  });
}

function place(
  device: Device,
  weights: readonly Weight[],
  valuesOf: (weight: Weight) => HostArray | Tensor,
): Placement {
  const arena = (trainable: boolean): WeightArena => {
    const own = weights.filter((weight) => weight.trainable === trainable);
    return new WeightArena(device, own, valuesOf);
  };
  return new Placement(device, arena(true), arena(false));
}
