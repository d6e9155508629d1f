import { InputError } from "@tomograd/kernels";
import { factsOf } from "../decode/sample-facts.ts";
import type { SampleFacts } from "../decode/sample-facts.ts";
import type { NpyData } from "../npy/npy-array.ts";
import type { StoredArray } from "../npy/stored-npy.ts";
import { checkFloat32 } from "../npy/to-float32.ts";

/** Elements that are looked at together. */
const CHUNK = 2 ** 20;

export interface ArrayScan {
  readonly facts: readonly SampleFacts[];
  readonly min: number;
  readonly max: number;
}

/**
 * Looks once at every value of an image array, a few images at a time unless it is in memory as a whole.
 *
 * @throws InputError for NaN and infinity, with the first places, and for values that float32 cannot hold.
 */
export async function scanArray(
  array: StoredArray,
  whole: NpyData | undefined,
  { subject, channels, order }: { subject: string; channels: number; order: "chw" | "hwc" },
): Promise<ArrayScan> {
  const { shape, dtype } = array;
  const [count = 0, ...rest] = shape;
  const size = rest.reduce((product, dim) => product * dim, 1);
  const perChunk = Math.max(1, Math.floor(CHUNK / size));
  const facts: SampleFacts[] = [];
  const bad = new NonFinite(shape);
  for (let first = 0; first < count; first += perChunk) {
    const [from, to] = [first * size, Math.min(first + perChunk, count) * size];
    const look = (data: NpyData): void => {
      if (dtype.startsWith("f")) bad.look(data, from);
      checkFloat32(data, dtype, subject, from);
      for (let at = 0; at < data.length; at += size) facts.push(factsOf(data.subarray(at, at + size), channels, order));
    };
    if (whole) look(whole.subarray(from, to));
    else await array.readParts?.([[from, to]], look);
  }
  bad.refuse(subject);
  const min = facts.reduce((least, sample) => Math.min(least, sample.min), Infinity);
  const max = facts.reduce((most, sample) => Math.max(most, sample.max), -Infinity);
  return { facts, min, max };
}

/** Counts values that are not finite and remembers the first places. */
class NonFinite {
  readonly #shape: readonly number[];
  readonly #found: string[] = [];
  #count = 0;

  constructor(shape: readonly number[]) {
    this.#shape = shape;
  }

  /** `data` begins at element `first` of the array. */
  look(data: NpyData, first: number): void {
    for (let i = 0; i < data.length; i++) {
      if (Number.isFinite(data[i])) continue;
      if (this.#count++ < 5) this.#found.push(`[${placeOf(first + i, this.#shape).join(",")}]=${data[i]}`);
    }
  }

  refuse(subject: string): void {
    if (this.#count === 0) return;
    throw new InputError({
      subject,
      rule: "images must not hold NaN or infinity",
      received: `${this.#count} such values, first ${this.#found.join(" ")}`,
      advice: "Replace them before saving, for instance with numpy.nan_to_num",
    });
  }
}

function placeOf(index: number, shape: readonly number[]): number[] {
  return shape.map((_, axis) => {
    const stride = shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
    return Math.floor(index / stride) % (shape[axis] as number);
  });
}
