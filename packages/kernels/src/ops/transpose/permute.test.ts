import { expect, test } from "vitest";
import { matricesOf } from "./permute.ts";

test("what changes places with its neighbour is a transposition of matrices", () => {
  expect(matricesOf([5, 7], [1, 0])).toEqual({ images: 1, rows: 5, columns: 7 });
  expect(matricesOf([2, 3, 5, 7], [0, 2, 3, 1])).toEqual({ images: 2, rows: 3, columns: 35 });
  expect(matricesOf([2, 3, 5, 7], [0, 3, 1, 2])).toEqual({ images: 2, rows: 15, columns: 7 });
  expect(matricesOf([2, 3, 5, 7], [2, 3, 0, 1])).toEqual({ images: 1, rows: 6, columns: 35 });
});

test("no other order is", () => {
  for (const perm of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [0, 2, 1, 3],
    [1, 0, 3, 2],
  ])
    expect(matricesOf([2, 3, 5, 7], perm)).toBeUndefined();
});
