import sharp from "sharp";

interface Size {
  readonly height: number;
  readonly width: number;
}

/** How every image is resampled: bilinear, without keeping the proportions. */
export const BILINEAR = { fit: "fill", kernel: "linear", fastShrinkOnLoad: false } as const;

/**
 * Resamples values to another size as files are resampled when they are decoded. Float values travel as 16 bits over the image's
 * own range, which moves each by at most range / 131070.
 *
 * @example await resample(Float32Array.of(-1000, 400), { height: 1, width: 2, channels: 1 }, { height: 1, width: 4 })
 */
export async function resample(
  data: Uint8Array | Uint16Array | Float32Array,
  from: Size & { readonly channels: 1 | 3 },
  to: Size,
): Promise<Uint8Array | Uint16Array | Float32Array> {
  if (data instanceof Float32Array) {
    let [min, max] = [Infinity, -Infinity];
    for (const value of data) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const step = max > min ? (max - min) / 65_535 : 1;
    const words = new Uint16Array(data.length);
    for (let i = 0; i < words.length; i++) words[i] = Math.round(((data[i] as number) - min) / step);
    return Float32Array.from(await resample(words, from, to), (word) => word * step + min);
  }
  const { channels } = from;
  const is16 = data instanceof Uint16Array;
  const space = is16 ? (channels === 1 ? "grey16" : "rgb16") : channels === 1 ? "b-w" : "srgb";
  const image = sharp(data, { raw: { width: from.width, height: from.height, channels } });
  const resized = image.resize({ ...BILINEAR, height: to.height, width: to.width }).toColourspace(space);
  const bytes = new Uint8Array(await resized.raw({ depth: is16 ? "ushort" : "uchar" }).toBuffer());
  return is16 ? new Uint16Array(bytes.buffer) : bytes;
}
