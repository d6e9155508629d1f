import { UsageError } from "@tomograd/kernels";
import type { Model } from "../model.ts";
import type { ExplainOptions } from "./class-activation.ts";
import type { HeatMaps } from "./heat-maps.ts";
import { batchRanges, ImageScore, type Images } from "./image-score.ts";
import { signOf } from "./target.ts";

export interface OcclusionOptions extends ExplainOptions {
  /** Height and width of the patch. Default an eighth of the image's shorter side. */
  readonly size?: number;
  /** From one place of the patch to the next. Default half its size. */
  readonly stride?: number;
  /** What the patch is filled with, as the model takes it. Default each channel's mean in the image. */
  readonly fill?: number;
}

/**
 * Occlusion: by how much the score s of the target drops when a patch hides a place, `s(x) - s(x hidden at p)`, positive where the
 * place speaks for the target. A pixel has the mean over all patches that hide it; the last row and column of patches ends
 * at the border, so every pixel is hidden at least once.
 *
 * `x` are images [N,C,H,W] as the model takes them, the result is [N,H,W], in logits. Throws a UsageError for a model of other
 * inputs or outputs, and for a patch that does not fit. Source: Zeiler and Fergus, "Visualizing and understanding convolutional
 * networks" (ECCV 2014), section 4.2, with the score instead of the probability.
 *
 * @example
 * const { values } = await occlusion(model, x, { size: 8, stride: 4, target: "positive" });
 */
export async function occlusion(model: Model, x: Images, options: OcclusionOptions = {}): Promise<HeatMaps> {
  const score = new ImageScore(model);
  const [channels, height, width] = score.imageShape;
  const { target = "predicted", batchSize, size = Math.max(1, Math.floor(Math.min(height, width) / 8)) } = options;
  const { stride = Math.max(1, Math.floor(size / 2)), fill } = options;
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 1;
  if (
    !isCount(size) ||
    !isCount(stride) ||
    stride > size ||
    size > Math.min(height, width) ||
    !Number.isFinite(fill ?? 0)
  )
    throw new UsageError({
      subject: "occlusion",
      rule: `size must be from 1 to ${Math.min(height, width)}, stride from 1 to size, so that every pixel is hidden, and fill finite`,
      received: `size=${size} stride=${stride} fill=${fill ?? "mean"}`,
    });
  const places = startsOf(height, size, stride).flatMap((top) =>
    startsOf(width, size, stride).map((left) => ({ top, left })),
  );
  const plane = height * width;
  const pixels = channels * plane;
  const images = score.parts(x, 1);
  const ranges = batchRanges(places.length, batchSize);
  const drops = new Float64Array(images.length * plane);
  for (const { from, x: image } of images) {
    const [z] = (await score.forward(image)).z;
    const sign = signOf(target, z!);
    const fills = Array.from({ length: channels }, (_, c) => fill ?? mean(image.subarray(c * plane, (c + 1) * plane)));
    const covered = new Float64Array(plane);
    const sums = drops.subarray(from * plane, (from + 1) * plane);
    for (const { from: first, count } of ranges) {
      const some = places.slice(first, first + count);
      const hidden = new Float64Array(some.length * pixels);
      some.forEach((place, i) => {
        hidden.set(image, i * pixels);
        for (const [c, value] of fills.entries())
          eachPixel(place, size, width, (pixel) => (hidden[i * pixels + c * plane + pixel] = value));
      });
      const { z: scores } = await score.forward(hidden);
      some.forEach((place, i) =>
        eachPixel(place, size, width, (pixel) => {
          sums[pixel]! += sign * (z! - scores[i]!);
          covered[pixel]! += 1;
        }),
      );
    }
    sums.forEach((sum, i) => (sums[i] = sum / covered[i]!));
  }
  return { shape: [images.length, height, width], values: drops };
}

interface Place {
  readonly top: number;
  readonly left: number;
}

/** Where patches begin along one axis; the last one ends at the border. */
function startsOf(extent: number, size: number, stride: number): number[] {
  const count = Math.ceil((extent - size) / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, extent - size));
}

function eachPixel({ top, left }: Place, size: number, width: number, visit: (pixel: number) => void): void {
  for (let row = top; row < top + size; row++)
    for (let column = left; column < left + size; column++) visit(row * width + column);
}

function mean(values: Images): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
