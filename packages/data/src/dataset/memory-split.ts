import { createHash } from "node:crypto";
import { UsageError } from "@tomograd/kernels";
import type { ImageShape, PixelRange, Split, SplitName } from "./dataset.ts";
import { valuesPerImage } from "./pixels.ts";
import type { Pixels } from "./pixels.ts";

export interface MemorySplitParts {
  readonly name: SplitName;
  readonly pixels: Pixels;
  readonly labels: Uint8Array;
  readonly ids: readonly string[];
  /** Channels of a gathered sample: those of the pixels, or 3 for grey pixels, which are then repeated. */
  readonly channels: number;
}

/**
 * A split whose pixels lie in memory.
 *
 * @example new MemorySplit({ name: "test", pixels, labels, ids, channels: 3 }).gather([0, 1], out)
 */
export class MemorySplit implements Split {
  readonly name: SplitName;
  readonly length: number;
  readonly imageShape: ImageShape;
  readonly ids: readonly string[];
  readonly labels: Uint8Array;
  readonly sha256: string;
  readonly pixelRange: PixelRange;
  private readonly pixels: Pixels;

  constructor(parts: MemorySplitParts) {
    const { pixels, labels } = parts;
    this.name = parts.name;
    this.pixels = pixels;
    this.labels = labels;
    this.ids = parts.ids;
    this.length = labels.length;
    this.imageShape = [parts.channels, pixels.height, pixels.width];
    this.sha256 = hashOf(pixels, labels);
    this.pixelRange = rangeOf(pixels);
  }

  gather(indices: ArrayLike<number>, out: Float32Array): void {
    const [channels, height, width] = this.imageShape;
    const plane = height * width;
    const sample = channels * plane;
    if (out.length < indices.length * sample) {
      throw new UsageError({
        subject: "gather",
        rule: `${indices.length} samples need room for ${indices.length * sample} values`,
        received: `values=${out.length}`,
      });
    }
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] as number;
      if (!(index < this.length)) {
        throw new UsageError({
          subject: "gather",
          rule: `indices must be below ${this.length}`,
          received: `index=${index}`,
        });
      }
      for (let c = 0; c < channels; c++) this.copyPlane(index, c, out, i * sample + c * plane);
    }
  }

  private copyPlane(index: number, channel: number, out: Float32Array, to: number): void {
    const { data, channels, order } = this.pixels;
    const plane = this.pixels.height * this.pixels.width;
    const source = channels === 1 ? 0 : channel;
    const start = index * valuesPerImage(this.pixels);
    if (order === "chw" || channels === 1) {
      const from = start + source * plane;
      out.set(data.subarray(from, from + plane), to);
      return;
    }
    for (let p = 0; p < plane; p++) out[to + p] = data[start + p * channels + source] as number;
  }
}

function hashOf(pixels: Pixels, labels: Uint8Array): string {
  const { data, count, channels, height, width, order } = pixels;
  const header = JSON.stringify({ type: data.constructor.name, count, channels, height, width, order });
  const hash = createHash("sha256").update(header);
  // In pieces, because one update takes at most 2 GiB.
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at < bytes.length; at += 2 ** 28) hash.update(bytes.subarray(at, at + 2 ** 28));
  return hash.update(labels).digest("hex");
}

function rangeOf({ data, scale }: Pixels): PixelRange {
  let min = Infinity;
  let max = -Infinity;
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max, scale };
}
