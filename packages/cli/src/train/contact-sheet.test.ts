import type { PngPixels } from "@tomograd/data";
import { expect, test } from "vitest";
import { contactSheet } from "./contact-sheet.ts";

const grey = (value: number, side: number): PngPixels => ({
  height: side,
  width: side,
  channels: 1,
  data: new Uint8Array(side * side).fill(value),
});

test("tiles stand in rows with gaps between, the first column apart", () => {
  const rows = [
    [grey(10, 100), grey(20, 100), grey(30, 100)],
    [grey(40, 100), grey(50, 100), grey(60, 100)],
  ];
  const { height, width, channels, data } = contactSheet(rows);
  expect([height, width, channels]).toEqual([2 + 102 * 2, 2 + 100 + 10 + 102 * 2, 1]);
  const at = (row: number, column: number): number => data[row * width + column]!;
  expect([at(2, 2), at(2, 112), at(2, 214), at(104, 2), at(203, 313)]).toEqual([10, 20, 30, 40, 60]);
  // Above, between rows, after the first column, between the others, at the end.
  expect([at(1, 50), at(102, 50), at(50, 102), at(50, 111), at(50, 212), at(50, 314)]).toEqual(
    [0, 0, 0, 0, 0, 0].map(() => 255),
  );
});

test("small images are magnified by a whole factor, and grey ones stand among coloured ones", () => {
  const colours = [1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24];
  const tile: PngPixels = { height: 2, width: 2, channels: 3, data: Uint8Array.from(colours) };
  const { height, width, data } = contactSheet([[tile, grey(7, 2)]]);
  expect([height, width]).toEqual([100, 206]);
  const at = (row: number, column: number): number[] => [...data.subarray((row * width + column) * 3).subarray(0, 3)];
  expect([at(2, 2), at(2, 108), at(97, 205)]).toEqual([
    [1, 11, 21],
    [7, 7, 7],
    [255, 255, 255],
  ]);
  expect([at(49, 49), at(49, 50), at(50, 49), at(97, 97)]).toEqual([
    [1, 11, 21],
    [2, 12, 22],
    [3, 13, 23],
    [4, 14, 24],
  ]);
});
