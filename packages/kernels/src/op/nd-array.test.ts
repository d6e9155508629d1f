import { expect, test } from "vitest";
import { ndArray } from "./nd-array.ts";

test("an array is zeros, a copy, or what a function gives for each index", () => {
  const values = [1.1, 2, 3, 4];
  expect([...ndArray([2, 2]).data]).toEqual([0, 0, 0, 0]);
  expect([...ndArray([2, 2], values).data]).toEqual(values);
  expect([...ndArray([2, 2], (i) => i / 3).data]).toEqual([0, 1 / 3, 2 / 3, 1]);
  expect([...ndArray([], () => 7).data]).toEqual([7]);
});
