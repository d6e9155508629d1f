import { expect, test } from "vitest";
import { contactSheet } from "./contact-sheet.ts";

const grey = (value: number, size: number): Uint8Array => new Uint8Array(size * size).fill(value);

test("tiles stand in rows with gaps between, the first column apart", () => {
  const rows = [
    [grey(10, 100), grey(20, 100), grey(30, 100)],
    [grey(40, 100), grey(50, 100), grey(60, 100)],
  ];
  const { height, width, channels, data } = contactSheet(rows, [1, 100, 100]);
  expect([height, width, channels]).toEqual([2 + 102 * 2, 2 + 100 + 10 + 102 * 2, 1]);
  const at = (row: number, column: number): number => data[row * width + column]!;
  expect([at(2, 2), at(2, 112), at(2, 214), at(104, 2), at(203, 313)]).toEqual([10, 20, 30, 40, 60]);
  // Above, between rows, after the first column, between the others, at the end.
  expect([at(1, 50), at(102, 50), at(50, 102), at(50, 111), at(50, 212), at(50, 314)]).toEqual(
    [0, 0, 0, 0, 0, 0].map(() => 255),
  );
});

test("small images are magnified by a whole factor, and channels lie side by side", () => {
  const tile = Uint8Array.of(1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24);
  const { height, width, data } = contactSheet([[tile]], [3, 2, 2]);
  expect([height, width]).toEqual([100, 108]);
  const at = (row: number, column: number): number[] => [...data.subarray((row * width + column) * 3).subarray(0, 3)];
  expect(at(2, 2)).toEqual([1, 11, 21]);
  expect([at(49, 49), at(49, 50), at(50, 49), at(97, 97)]).toEqual([
    [1, 11, 21],
    [2, 12, 22],
    [3, 13, 23],
    [4, 14, 24],
  ]);
});
