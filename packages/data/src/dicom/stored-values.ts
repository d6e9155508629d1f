import type { RawSamples } from "./native-samples.ts";
import type { PixelModule } from "./pixel-module.ts";

/** Pixel values as stored, in the type that their bits and sign ask for. */
export type StoredValues = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

const TYPES = {
  8: [Uint8Array, Int8Array],
  16: [Uint16Array, Int16Array],
  32: [Uint32Array, Int32Array],
} as const;

/** Takes the bits that count, extends the sign, and puts the samples of a pixel side by side. */
export function storedValues(raw: RawSamples, isPlanar: boolean, module: PixelModule): StoredValues {
  const { rows, columns, samples, bitsAllocated, bitsStored, isSigned } = module;
  const Values = TYPES[bitsAllocated === 1 ? 8 : bitsAllocated][isSigned ? 1 : 0];
  const values = new Values(rows * columns * samples);
  const plane = rows * columns;
  const above = 32 - bitsStored;
  const [toPixel, toSample] = isPlanar ? [1, plane] : [samples, 1];
  for (let p = 0, i = 0; p < plane; p++) {
    for (let s = 0; s < samples; s++, i++) {
      const high = (raw[p * toPixel + s * toSample] as number) << above;
      values[i] = isSigned ? high >> above : high >>> above;
    }
  }
  return values;
}

/** The lowest and the highest value that the bits can hold. */
export function storedRange({ bitsStored, isSigned }: PixelModule): readonly [min: number, max: number] {
  return isSigned ? [-(2 ** (bitsStored - 1)), 2 ** (bitsStored - 1) - 1] : [0, 2 ** bitsStored - 1];
}
