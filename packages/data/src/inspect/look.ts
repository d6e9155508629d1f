import type { Split } from "../dataset/dataset.ts";
import { borderFeatures } from "./border-features.ts";
import type { BorderFeature } from "./border-features.ts";
import { differenceHash } from "./difference-hash.ts";
import type { Hash } from "./difference-hash.ts";
import { thumbnail } from "./thumbnail.ts";

/** Values that are in memory as float32 at a time. */
const CHUNK = 2 ** 22;

/** What pixels say of each sample of a split; brightness in parts of the pixel type's largest value. */
export interface Looks {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly hashes: readonly Hash[];
  readonly thumbnails: readonly Uint8Array[];
  readonly borders: Readonly<Record<BorderFeature, Float64Array>>;
}

/** Looks once at the pixels of every sample, a few at a time; colour is averaged. */
export async function look(split: Split): Promise<Looks> {
  const { length, imageShape, facts, pixelRange } = split;
  const [channels, height, width] = imageShape;
  const plane = height * width;
  const column = (): Float64Array => new Float64Array(length);
  const [mean, deviation] = [column(), column()];
  const borders = {
    topLeft: column(),
    topRight: column(),
    bottomLeft: column(),
    bottomRight: column(),
    edge: column(),
  };
  const hashes: Hash[] = [];
  const thumbnails: Uint8Array[] = [];
  const together = Math.max(1, Math.floor(CHUNK / (channels * plane)));
  const buffer = new Float32Array(Math.min(together, length) * channels * plane);
  for (let first = 0; first < length; first += together) {
    const indices = Array.from({ length: Math.min(together, length - first) }, (_, i) => first + i);
    await split.gather(indices, buffer);
    for (const [i, sample] of indices.entries()) {
      const values = buffer.subarray(i * channels * plane, (i + 1) * channels * plane);
      const grey = facts?.[sample]?.isGrey ? values.subarray(0, plane) : averaged(values, channels);
      [mean[sample], deviation[sample]] = moments(grey, pixelRange.scale);
      hashes.push(differenceHash(grey, height, width));
      thumbnails.push(thumbnail(grey, height, width));
      const found = borderFeatures(grey, height, width, pixelRange.scale);
      for (const name of Object.keys(borders) as BorderFeature[]) borders[name][sample] = found[name];
    }
  }
  return { mean, deviation, hashes, thumbnails, borders };
}

function averaged(values: Float32Array, channels: number): Float32Array {
  const plane = values.length / channels;
  const grey = new Float32Array(plane);
  for (let i = 0; i < values.length; i++) grey[i % plane]! += values[i]! / channels;
  return grey;
}

function moments(values: Float32Array, scale: number): [mean: number, deviation: number] {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return [mean / scale, Math.sqrt(squares / values.length) / scale];
}
