import type { HostArray } from "@tomograd/kernels";
import type { Model } from "../model.ts";

type Weights = ReadonlyMap<string, HostArray>;
/** An image [C,H,W] with its values. */
export interface Plane {
  readonly shape: readonly [number, number, number];
  readonly values: Float64Array;
}

/** `relu(x * kernel + bias)` with padding "same", stride 1 and an odd kernel, straight from the formula. */
export function convRelu({ shape: [channels, height, width], values }: Plane, weights: Weights, name: string): Plane {
  const [kernel, bias] = [weights.get(`${name}/kernel`)!, weights.get(`${name}/bias`)!];
  const filters = bias.length;
  const side = Math.sqrt(kernel.length / (channels * filters));
  const pad = (side - 1) / 2;
  const out = new Float64Array(filters * height * width);
  for (let k = 0; k < filters; k++)
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++) {
        let sum = bias[k]!;
        for (let u = 0; u < side; u++)
          for (let v = 0; v < side; v++)
            for (let c = 0; c < channels; c++) {
              const [row, column] = [i + u - pad, j + v - pad];
              if (row < 0 || column < 0 || row >= height || column >= width) continue;
              sum +=
                values[(c * height + row) * width + column]! * kernel[((u * side + v) * channels + c) * filters + k]!;
            }
        out[(k * height + i) * width + j] = Math.max(0, sum);
      }
  return { shape: [filters, height, width], values: out };
}

/** The documented network's part behind its second convolution: pool, normalise along the width, flatten by (h,w,c), dense. */
export function cnnTail({ shape: [channels, height, width], values }: Plane, weights: Weights): number {
  const of = (name: string, i: number): number => weights.get(`batch_normalization/${name}`)![i]!;
  const kernel = weights.get("dense/kernel")!;
  let z = weights.get("dense/bias")![0]!;
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < height / 2; i++)
      for (let j = 0; j < width / 2; j++) {
        const at = (row: number, column: number): number =>
          values[(c * height + 2 * i + row) * width + 2 * j + column]!;
        const pooled = Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1));
        const scaled = ((pooled - of("moving_mean", j)) / Math.sqrt(of("moving_variance", j) + 1e-3)) * of("gamma", j);
        z += (scaled + of("beta", j)) * kernel[(i * (width / 2) + j) * channels + c]!;
      }
  return z;
}

/**
 * The gradient of `cnnTail`: what a window's maximum gets, of several that are as large (zeros behind a relu most often) the
 * first in row-major order.
 */
export function cnnTailGradient({ shape: [channels, height, width], values }: Plane, weights: Weights): Float64Array {
  const of = (name: string, i: number): number => weights.get(`batch_normalization/${name}`)![i]!;
  const kernel = weights.get("dense/kernel")!;
  const gradient = new Float64Array(values.length);
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < height / 2; i++)
      for (let j = 0; j < width / 2; j++) {
        const window = [0, 1, width, width + 1].map((offset) => (c * height + 2 * i) * width + 2 * j + offset);
        const first = window.reduce((best, at) => (values[at]! > values[best]! ? at : best));
        const scale = of("gamma", j) / Math.sqrt(of("moving_variance", j) + 1e-3);
        gradient[first] = scale * kernel[(i * (width / 2) + j) * channels + c]!;
      }
  return gradient;
}

/** The residual network's part behind `a`. */
export function residualTail(a: Plane, weights: Weights): number {
  const b = convRelu(a, weights, "b");
  const size = a.shape[1] * a.shape[2];
  const kernel = weights.get("probability/kernel")!;
  let z = weights.get("probability/bias")![0]!;
  a.values.forEach((value, i) => (z += ((value + b.values[i]!) / size) * kernel[Math.floor(i / size)]!));
  return z;
}

/** A network in two parts, as plain float64 loops: what a layer gives, and z as a function of it. */
export interface PlainNetwork {
  readonly layer: string;
  readonly head: (x: Plane) => Plane;
  readonly tail: (a: Plane) => number;
  /** Of the tail. */
  readonly gradient: (a: Plane) => Float64Array;
}

export async function plainCnn(model: Model): Promise<PlainNetwork> {
  const weights = await model.getWeights();
  return {
    layer: "conv2d_1",
    head: (x) => convRelu(convRelu(x, weights, "conv2d"), weights, "conv2d_1"),
    tail: (a) => cnnTail(a, weights),
    gradient: (a) => cnnTailGradient(a, weights),
  };
}

export async function plainResidual(model: Model): Promise<PlainNetwork> {
  const weights = await model.getWeights();
  const tail = (a: Plane): number => residualTail(a, weights);
  return { layer: "a", head: (x) => convRelu(x, weights, "a"), tail, gradient: (a) => numericGradient(tail, a) };
}

/** Central differences of a function of an image. */
export function numericGradient(of: (x: Plane) => number, { shape, values }: Plane, step = 1e-6): Float64Array {
  const shifted = (i: number, by: number): number =>
    of({ shape, values: values.map((value, j) => (j === i ? value + by : value)) });
  return values.map((_, i) => (shifted(i, step) - shifted(i, -step)) / (2 * step));
}
