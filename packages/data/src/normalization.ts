import { UsageError } from "@tomograd/kernels";
import type { ImageShape } from "./dataset/dataset.ts";

export type NormalizationKind = "rescale" | "standardize" | "none";

/** x * scale[c] + offset[c] for each channel c; plain JSON, stored with the model. */
export interface Normalization {
  readonly kind: NormalizationKind;
  readonly scale: readonly number[];
  readonly offset: readonly number[];
}

/**
 * Normalises images in place; `data` is float32 [N,C,H,W].
 *
 * @throws UsageError when the normalisation was learnt for another number of channels.
 * @example applyNormalization(normalization, x, [3, 64, 64])
 */
export function applyNormalization(norm: Normalization, data: Float32Array, imageShape: ImageShape): void {
  const [channels, height, width] = imageShape;
  if (norm.scale.length !== channels || norm.offset.length !== channels) {
    throw new UsageError({
      subject: "applyNormalization",
      rule: `the normalisation is for ${norm.scale.length} channels`,
      received: `channels=${channels}`,
    });
  }
  if (norm.kind === "none") return;
  const plane = height * width;
  for (let start = 0, c = 0; start < data.length; start += plane, c = (c + 1) % channels) {
    const scale = norm.scale[c] as number;
    const offset = norm.offset[c] as number;
    for (let i = start; i < start + plane; i++) data[i] = (data[i] as number) * scale + offset;
  }
}
