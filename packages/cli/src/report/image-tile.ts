import { writePng, type ImageShape, type PixelRange } from "@tomograd/data";
import type { PngImage } from "@tomograd/report";

/**
 * An image of the data as a small PNG: black is 0 or the lowest value of the data, white the highest; one that is larger than
 * `side` is averaged over whole blocks, and grey ones that were repeated for three channels are grey again.
 */
export async function imageTile(
  pixels: Float32Array,
  [channels, height, width]: ImageShape,
  range: PixelRange,
  side: number,
): Promise<PngImage> {
  const factor = Math.max(1, Math.ceil(Math.max(height, width) / side));
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const plane = height * width;
  const isGrey = channels === 1 || isRepeated(pixels, plane);
  const shownChannels = isGrey ? 1 : 3;
  const black = Math.min(0, range.min);
  const span = range.max - black || 1;
  const data = new Uint8Array(rows * columns * shownChannels);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let c = 0; c < shownChannels; c++) {
        let [sum, count] = [0, 0];
        for (let i = row * factor; i < Math.min((row + 1) * factor, height); i++)
          for (let j = column * factor; j < Math.min((column + 1) * factor, width); j++) {
            sum += pixels[c * plane + i * width + j]!;
            count += 1;
          }
        const part = (sum / count - black) / span;
        data[(row * columns + column) * shownChannels + c] = Math.round(255 * Math.min(Math.max(part, 0), 1));
      }
  return { png: await writePng({ height: rows, width: columns, channels: shownChannels, data }), height: rows, width: columns };
}

function isRepeated(pixels: Float32Array, plane: number): boolean {
  for (let i = 0; i < plane; i++)
    if (pixels[i] !== pixels[plane + i] || pixels[i] !== pixels[2 * plane + i]) return false;
  return true;
}
