import type { SlicePlaces } from "@tomograd/data";
import { wilson } from "@tomograd/model";
import { expect, test } from "vitest";
import { playPointingGame } from "./pointing-game.ts";

const ellipse = (row: number, column: number, radius: number) =>
  ({ row, column, radii: [radius, radius], angle: 0 }) as const;
const place = (row: number, column: number): SlicePlaces => ({
  body: ellipse(4, 4, 4),
  lesion: ellipse(row, column, 1),
});

/** Maps of 4 x 4 for images of 8 x 8, hot in one cell each. */
function maps(...cells: readonly (readonly [number, number] | undefined)[]) {
  const values = new Float64Array(16 * cells.length);
  cells.forEach((cell, n) => cell && (values[16 * n + 4 * cell[0] + cell[1]] = 1));
  return { shape: [cells.length, 4, 4] as const, values };
}

test("counts the maps whose hottest cell has its centre in the lesion", () => {
  // The centres are at 3, 3 and 5, 1 of the image.
  const places = [place(3.5, 3.5), place(5, 3), place(4, 4)];
  const game = playPointingGame(maps([1, 1], [2, 0], undefined), places, [8, 8], 0);
  expect(game).toMatchObject({ hits: 1, total: 3, share: 1 / 3, interval: wilson(1, 3), centre: 2 / 3 });
});

test("a margin lets points beside the lesion count, for chance as well", () => {
  const places = [place(5, 3)];
  const [strict, lenient] = [0, 1].map((margin) => playPointingGame(maps([2, 0]), places, [8, 8], margin));
  expect([strict!.hits, lenient!.hits]).toEqual([0, 1]);
  // 4 and 12 of the body's 52 pixels have their centre within 1 and within 2.
  expect([strict!.randomInBody, lenient!.randomInBody]).toEqual([4 / 52, 12 / 52]);
});

test("of no true positives there is no share", () => {
  expect(playPointingGame(maps(), [], [8, 8], 0)).toMatchObject({ hits: 0, total: 0, share: null, interval: null });
});
