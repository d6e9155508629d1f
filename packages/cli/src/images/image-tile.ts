import { writePng, type ImageShape, type PixelRange, type PngPixels, type Split } from "@tomograd/data";
import { sizeOf } from "@tomograd/kernels";
import { shownImage, type PngImage } from "@tomograd/report";
import { displayRange } from "./display-range.ts";

/** An image of the data in 8 bits, as `displayRange` says; a larger one than `side` becomes smaller. */
export function imageTile(pixels: Float32Array, shape: ImageShape, range: PixelRange, side: number): PngPixels {
  return shrunk(shownImage(pixels, shape, displayRange(range)), side);
}

/** Averaged over whole blocks, so that the longer side has at most `side` pixels. */
function shrunk(image: PngPixels, side: number): PngPixels {
  const { height, width, channels, data } = image;
  const factor = Math.ceil(Math.max(height, width) / side);
  if (factor <= 1) return image;
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const average = (row: number, column: number, channel: number): number => {
    let [sum, count] = [0, 0];
    for (let i = row * factor; i < Math.min((row + 1) * factor, height); i++)
      for (let j = column * factor; j < Math.min((column + 1) * factor, width); j++) {
        sum += data[(i * width + j) * channels + channel]!;
        count += 1;
      }
    return Math.round(sum / count);
  };
  const averaged = Uint8Array.from({ length: rows * columns * channels }, (_, at) => {
    const pixel = Math.floor(at / channels);
    return average(Math.floor(pixel / columns), pixel % columns, at % channels);
  });
  return { height: rows, width: columns, channels, data: averaged };
}

/** The raw values of some samples, one after the other. */
export async function pixelsOf(split: Split, indices: ArrayLike<number>): Promise<Float32Array> {
  const pixels = new Float32Array(indices.length * sizeOf(split.imageShape));
  await split.gather(indices, pixels);
  return pixels;
}

export async function tilePng(pixels: PngPixels): Promise<PngImage> {
  return { png: await writePng(pixels), height: pixels.height, width: pixels.width };
}
