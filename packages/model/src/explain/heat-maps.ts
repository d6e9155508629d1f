import { UsageError } from "@tomograd/kernels";

/** One map for each image of a batch, in C order. */
export interface HeatMaps {
  /** [N,h,w] */
  readonly shape: readonly [count: number, height: number, width: number];
  readonly values: Float64Array;
}

/** `relu(m) / max m` of every map by itself; 0 everywhere where nothing is above 0. */
export function normalizedByMaximum({ shape, values }: HeatMaps): HeatMaps {
  const size = shape[1] * shape[2];
  const normalized = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += size) {
    let largest = 0;
    for (let i = at; i < at + size; i++) largest = Math.max(largest, values[i]!);
    if (largest === 0) continue;
    for (let i = at; i < at + size; i++) normalized[i] = Math.max(0, values[i]!) / largest;
  }
  return { shape, values: normalized };
}

/**
 * Brings maps to another size, [N,h,w] to [N,height,width], bilinear between the centres of pixels:
 * pixel i of the result lies at `(i + 0.5) h / height - 0.5`, and beyond the outermost centres the border goes on.
 *
 * Throws a UsageError for a size that is not of positive integers. Source: `tf.image.resize`, method "bilinear" without antialiasing.
 *
 * @example
 * const onImage = upsample(await gradCam(model, x), 64, 64);
 */
export function upsample({ shape: [count, h, w], values }: HeatMaps, height: number, width: number): HeatMaps {
  if (![height, width].every((extent) => Number.isSafeInteger(extent) && extent > 0))
    throw new UsageError({
      subject: "upsample",
      rule: "height and width must be positive integers",
      received: `height=${height} width=${width}`,
    });
  const [rows, columns] = [interpolation(h, height), interpolation(w, width)];
  const result = new Float64Array(count * height * width);
  let i = 0;
  for (let n = 0; n < count; n++) {
    const at = (row: number, column: number): number => values[(n * h + row) * w + column]!;
    for (const y of rows)
      for (const x of columns) {
        const top = at(y.low, x.low) * (1 - x.part) + at(y.low, x.high) * x.part;
        const bottom = at(y.high, x.low) * (1 - x.part) + at(y.high, x.high) * x.part;
        result[i++] = top * (1 - y.part) + bottom * y.part;
      }
  }
  return { shape: [count, height, width], values: result };
}

/** For each place along one axis its two neighbours and how much of the upper one is taken. */
function interpolation(from: number, to: number) {
  return Array.from({ length: to }, (_, i) => {
    const place = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(place);
    return { low, high: Math.min(low + 1, from - 1), part: place - low };
  });
}
