import type { PngPixels } from "@tomograd/data";

/** Pixels between two tiles. */
const GAP = 2;
/** Pixels between the first column and the others. */
const WIDE_GAP = 10;
/** Pixels that the shorter side of a tile has at least: smaller images are magnified. */
const LEAST = 96;
const BACKGROUND = 255;

/**
 * Puts images of one size side by side, row by row, the first column apart from the others; small ones are magnified by a
 * whole factor, so that no pixel is blurred. The sheet is grey where all of them are.
 */
export function contactSheet(rows: readonly (readonly PngPixels[])[]): PngPixels {
  const { height: tileHeight, width: tileWidth } = rows[0]![0]!;
  const channels = rows.flat().some((tile) => tile.channels === 3) ? 3 : 1;
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
            const pixel = Math.floor(i / factor) * tileWidth + Math.floor(j / factor);
            const from = tile.channels === 1 ? pixel : pixel * tile.channels + c;
            data[((top + i) * width + left + j) * channels + c] = tile.data[from]!;
          }
    }),
  );
  return { height, width, channels, data };
}
