import { sizeOf, UsageError, type Shape } from "@tomograd/kernels";

/** Draws the values of one weight; `random` is uniform in [0, 1). */
export interface Initializer {
  readonly className: string;
  values(shape: Shape, random: () => number): Float32Array;
}

/** Standard deviation of a normal distribution that is cut at two deviations. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/** Fan-in and fan-out: the receptive field times the channels; kernels are HWIO or (in, out). Source: Keras `compute_fans`. */
export function computeFans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const receptive = sizeOf(shape.slice(0, -2));
  return { fanIn: shape.at(-2)! * receptive, fanOut: shape.at(-1)! * receptive };
}

function constant(className: string, value: number): Initializer {
  return { className, values: (shape) => new Float32Array(sizeOf(shape)).fill(value) };
}

export const zeros = constant("Zeros", 0);
export const ones = constant("Ones", 1);

/** Uniform in ±sqrt(6 / (fanIn + fanOut)). Source: Glorot and Bengio 2010; Keras `GlorotUniform`. */
export const glorotUniform: Initializer = {
  className: "GlorotUniform",
  values: (shape, random) => {
    const { fanIn, fanOut } = computeFans(shape);
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return new Float32Array(sizeOf(shape)).map(() => (2 * random() - 1) * limit);
  },
};

/**
 * Normal with deviation sqrt(2 / (fanIn + fanOut)) after draws beyond two deviations were drawn again, which the wider
 * deviation of the draws makes up for. Source: Keras `GlorotNormal`, a truncated `VarianceScaling`.
 */
export const glorotNormal: Initializer = {
  className: "GlorotNormal",
  values: (shape, random) => {
    const { fanIn, fanOut } = computeFans(shape);
    const deviation = Math.sqrt(2 / (fanIn + fanOut)) / TRUNCATED_DEVIATION;
    return new Float32Array(sizeOf(shape)).map(() => truncatedNormal(random) * deviation);
  },
};

/** Box and Muller's transform, repeated until the draw lies within two deviations. */
function truncatedNormal(random: () => number): number {
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const draw = radius * Math.cos(2 * Math.PI * random());
    if (Math.abs(draw) <= 2) return draw;
  }
}

const BY_NAME = new Map([zeros, ones, glorotUniform, glorotNormal].map((one) => [one.className, one]));

/** The initializer of a saved config. Throws a UsageError for names that are not in the fixed table. */
export function initializerByName(className: string): Initializer {
  const found = BY_NAME.get(className);
  if (!found)
    throw new UsageError({
      subject: "initializer",
      rule: `must be one of ${[...BY_NAME.keys()].join(", ")}`,
      received: `initializer=${className}`,
    });
  return found;
}
