import { sizeOf, type Shape } from "@tomograd/kernels";
import { seededRandom } from "@tomograd/kernels/verify";
import type { Layer } from "../layers/layer.ts";

/** One layer as `checkLayer` sees it: how it is made and what it takes. Shapes leave out the batch. */
export interface LayerCase {
  /** What failures begin with. Default the layer's `className`. */
  readonly title?: string;
  /** A new layer each time. */
  readonly make: () => Layer;
  readonly inputs: readonly Shape[];
  /** What one sample must become; left out, what the layer says is believed. */
  readonly output?: Shape;
  /**
   * How an input (`input 0`, `input 1`, …) or a weight (by the name that the layer gives it) is filled where the default
   * will not do: from values between -1 and 1, of which no two are alike and none is 0.
   */
  readonly fill?: Readonly<Record<string, (drawn: number, index: number) => number>>;
}

/**
 * Evenly spread between -1 and 1 in random order: no two alike for a pool, none 0 for a relu, and none the same with another
 * `phase` in [0, 1), for what compares two inputs.
 */
export function draw(
  shape: Shape,
  seed: number,
  phase: number,
  fill: (drawn: number, index: number) => number,
): Float32Array {
  const count = sizeOf(shape);
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: count }, (_, i) => (2 * i + 1.25 + phase / 2 - count) / count);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [values[i], values[other]] = [values[other]!, values[i]!];
  }
  return values.map(fill);
}
