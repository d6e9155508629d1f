import type { NpyDtype } from "../npy/npy-array.ts";
import type { Span } from "../files/file-part.ts";
import type { SampleFacts } from "../decode/sample-facts.ts";
import type { StoredArray } from "../npy/stored-npy.ts";
import type { arrayLayout } from "./array-layout.ts";
import { scanArray } from "./array-scan.ts";
import { packedSource, toPixelType } from "./pixels.ts";
import type { PixelSource, PixelType } from "./pixels.ts";

type ArrayShape = Omit<ReturnType<typeof arrayLayout>, "layout">;

/** The images of an array, what is known of each, and what to tell the user about their type. */
export interface ArrayPixels {
  readonly source: PixelSource;
  readonly facts: readonly SampleFacts[];
  readonly note?: string;
}

/** Bytes that the images of an array take in memory at the most. */
export function memoryOf({ dtype, shape }: Pick<StoredArray, "dtype" | "shape">): number {
  const size = dtype === "b1" || dtype === "u1" ? 1 : dtype === "u2" ? 2 : 4;
  return shape.reduce((product, dim) => product * dim, size);
}

/**
 * Brings the images of an array to uint8, uint16 or float32, now or, where only parts of it are to be in memory, when they
 * are read. Other integers are taken as uint8 or uint16 where they fit (NumPy makes int64 of most whole numbers), else they
 * become float32.
 *
 * @throws InputError for NaN and infinity, with the first places, and for values that float32 cannot hold.
 */
export async function arrayPixels(
  array: StoredArray,
  shape: ArrayShape,
  subject: string,
  inMemory: boolean,
): Promise<ArrayPixels> {
  const { dtype, readParts } = array;
  const whole = inMemory || !readParts ? (await array.read()).data : undefined;
  const { facts, min, max } = await scanArray(array, whole, { ...shape, subject });
  const { type, scale } = typeOf(dtype, min, max);
  const note = noteOf(dtype, scale, type, subject);
  const { count, channels, height, width, order } = shape;
  const format = { channels, height, width, order, scale };
  const source: PixelSource =
    whole || !readParts
      ? packedSource({ ...format, count, data: toPixelType(whole ?? new Uint8Array(), type) })
      : { ...format, type, read: reader(readParts, type, channels * height * width) };
  return { source, facts, ...(note !== undefined && { note }) };
}

function typeOf(dtype: NpyDtype, min: number, max: number): { readonly type: PixelType; readonly scale: number } {
  if (dtype === "b1") return { type: "uint8", scale: 1 };
  if (dtype === "u1") return { type: "uint8", scale: 255 };
  if (dtype === "u2") return { type: "uint16", scale: 65535 };
  if (dtype.startsWith("f") || min < 0 || max > 65535) return { type: "float32", scale: 1 };
  return max <= 255 ? { type: "uint8", scale: 255 } : { type: "uint16", scale: 65535 };
}

function noteOf(dtype: NpyDtype, scale: number, type: PixelType, subject: string): string | undefined {
  if (["b1", "u1", "u2"].includes(dtype) || dtype.startsWith("f")) return undefined;
  if (scale !== 1) return `${subject}: ${dtype} values are taken as ${type}`;
  return `${subject}: ${dtype} values outside 0 to 65535 are taken as float; consider --normalize standardize`;
}

/** Reads images that follow each other in the file together. */
function reader(readParts: NonNullable<StoredArray["readParts"]>, type: PixelType, size: number): PixelSource["read"] {
  return async (indices, take, signal) => {
    if (signal?.aborted) return;
    const runs: { readonly first: number; readonly span: [number, number] }[] = [];
    for (let i = 0; i < indices.length; i++) {
      const from = (indices[i] as number) * size;
      const last = runs.at(-1)?.span;
      if (last?.[1] === from) last[1] += size;
      else runs.push({ first: i, span: [from, from + size] });
    }
    await readParts(
      runs.map(({ span }): Span => span),
      (data, run) => {
        const { first } = runs[run] as (typeof runs)[number];
        const pixels = toPixelType(data, type);
        for (let k = 0; k * size < pixels.length; k++) take(pixels.subarray(k * size, (k + 1) * size), first + k);
      },
    );
  };
}
