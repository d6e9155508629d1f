import { DeviceError } from "../errors.ts";
import type { AnyOp } from "../op/any-op.ts";
import { formatShape, sizeOf, type Shape } from "../shape.ts";

/** A range of samples. */
export interface Chunk {
  readonly start: number;
  readonly count: number;
}

/**
 * Ranges of the batch whose arrays each fit a binding; one range, the whole, where everything fits anyway.
 *
 * Ranges begin where a binding may (`alignment` elements). Throws a DeviceError where an op cannot be cut or one sample
 * alone is too large.
 */
export function chunksOf(
  op: AnyOp,
  shapes: Readonly<Record<string, Shape | undefined>>,
  batch: readonly string[],
  maxBytes: number,
  alignment: number,
): Chunk[] {
  const arrays = Object.entries(shapes).flatMap(([name, shape]) =>
    shape ? [{ name, shape, bytes: 4 * sizeOf(shape), batched: batch.includes(name) }] : [],
  );
  const along = arrays.filter(({ batched }) => batched);
  const N = along[0]?.shape[0] ?? 1;
  const tooLarge = arrays.filter(({ bytes }) => bytes > maxBytes);
  if (tooLarge.length === 0) return [{ start: 0, count: N }];
  // A number of samples after which every array may begin a binding, and as many of those as fit.
  const unit = along.map(({ shape }) => unitOf(sizeOf(shape) / N, alignment)).reduce(leastCommonMultiple, 1);
  const fit = Math.min(...along.map(({ bytes }) => Math.floor((maxBytes * N) / bytes)));
  const count = Math.floor(fit / unit) * unit;
  const culprit = tooLarge.find(({ batched }) => !batched) ?? (count < 1 ? tooLarge[0] : undefined);
  if (culprit) {
    throw new DeviceError({
      subject: op.name,
      rule: `${culprit.name} must fit a binding of ${maxBytes} bytes on this adapter`,
      received: `${culprit.name}=${formatShape(culprit.shape)} bytes=${culprit.bytes}`,
      advice: "Use a smaller --batch-size, fewer --filters or a smaller --image-size",
    });
  }
  return Array.from({ length: Math.ceil(N / count) }, (_, i) => ({
    start: i * count,
    count: Math.min(count, N - i * count),
  }));
}

/** The smallest number of samples whose elements are a multiple of `alignment`. */
function unitOf(sampleElements: number, alignment: number): number {
  return alignment / greatestCommonDivisor(sampleElements, alignment);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function leastCommonMultiple(a: number, b: number): number {
  return (a * b) / greatestCommonDivisor(a, b);
}
