import type { PngPixels } from "@tomograd/data";

/** Pixels between two tiles. */
const GAP = 2;
/** Pixels between the first column and the others. */
const WIDE_GAP = 10;
/** Pixels that the shorter side of a tile has at least: smaller images are magnified. */
const LEAST = 96;
const BACKGROUND = 255;

/** Of every tile: channels, height and width of one image. */
export type TileShape = readonly [channels: 1 | 3, height: number, width: number];

/**
 * Puts images side by side, row by row, the first column apart from the others. Each tile holds 8-bit values [C,H,W];
 * small ones are magnified by a whole factor, so that no pixel is blurred.
 */
export function contactSheet(
  rows: readonly (readonly Uint8Array[])[],
  [channels, tileHeight, tileWidth]: TileShape,
): PngPixels {
  const factor = Math.max(1, Math.ceil(LEAST / Math.min(tileHeight, tileWidth)));
  const [tall, wide] = [tileHeight * factor, tileWidth * factor];
  const columns = rows[0]?.length ?? 0;
  const leftOf = (column: number): number => GAP + column * (wide + GAP) + (column > 0 ? WIDE_GAP - GAP : 0);
  const height = GAP + rows.length * (tall + GAP);
  const width = leftOf(columns);
  const data = new Uint8Array(height * width * channels).fill(BACKGROUND);
  rows.forEach((tiles, row) =>
    tiles.forEach((tile, column) => {
      const [top, left] = [GAP + row * (tall + GAP), leftOf(column)];
      for (let i = 0; i < tall; i++)
        for (let j = 0; j < wide; j++)
          for (let c = 0; c < channels; c++) {
            const from = (c * tileHeight + Math.floor(i / factor)) * tileWidth + Math.floor(j / factor);
            data[((top + i) * width + left + j) * channels + c] = tile[from]!;
          }
    }),
  );
  return { height, width, channels, data };
}
