import { UsageError } from "@tomograd/kernels";
import sharp from "sharp";

export interface PngPixels {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** 8-bit values, channels of a pixel side by side. */
  readonly data: Uint8Array;
}

/**
 * The bytes of a PNG file, grey or RGB, with nothing in it but the pixels.
 *
 * @throws UsageError when there are not height * width * channels values.
 * @example await writeFile("a.png", await writePng({ height: 1, width: 2, channels: 1, data: Uint8Array.of(0, 255) }));
 */
export async function writePng({ height, width, channels, data }: PngPixels): Promise<Uint8Array> {
  if (data.length !== height * width * channels) {
    throw new UsageError({
      subject: "writePng",
      rule: "there must be height * width * channels values",
      received: `size=${height}x${width}x${channels}, values=${data.length}`,
    });
  }
  const image = sharp(data, { raw: { height, width, channels } });
  // Without a colour space sharp writes grey as RGB.
  return new Uint8Array(
    await image
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .png()
      .toBuffer(),
  );
}
