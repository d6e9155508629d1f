import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { evaluate, shapesOf } from "../shared/evaluate.ts";
import { dropout } from "./index.ts";
import { keepingOf } from "./shape.ts";

const ones = ndArray(
  [10_000],
  Array.from({ length: 10_000 }, () => 1),
);
const drop = (params: Readonly<Record<string, unknown>>): number[] => evaluate(dropout, { x: ones }, params)["y"]!;
const keeping = { seed: 0, stream: 0, step: 0, training: true };

test("the threshold is exactly u < 1 - rate", () => {
  expect(keepingOf({ ...keeping, rate: 0.5 })).toEqual({ threshold: 2 ** 23, scale: 2, masked: true });
  expect(keepingOf({ ...keeping, rate: 0 })).toMatchObject({ threshold: 2 ** 24, masked: false });
  expect(keepingOf({ ...keeping, rate: 1 })).toEqual({ threshold: 0, scale: 0, masked: true });
  expect(keepingOf({ ...keeping, rate: 0.5, training: false })).toMatchObject({ scale: 1, masked: false });
});

test("the share that is kept is that of the rate, and the mean stays", () => {
  const y = drop({ rate: 0.3, seed: 7 });
  const kept = y.filter((value) => value !== 0);
  // Five standard deviations of a binomial with n = 10,000 and p = 0.7.
  expect(Math.abs(kept.length - 7000)).toBeLessThan(230);
  expect(new Set(kept)).toEqual(new Set([1 / 0.7]));
});

test("seed, stream and step each give another mask, equal ones the same", () => {
  const masks = [{}, { seed: 1 }, { stream: 1 }, { step: 1 }].map((params) => drop(params).join());
  expect(new Set(masks).size).toBe(4);
  expect(drop({}).join()).toBe(masks[0]);
});

test("what does not fit is refused", () => {
  expect(() => shapesOf(dropout, { x: [2] }, { rate: 1.5 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: dropout.rate: must be a number from 0 to 1. Received rate=1.5.]`,
  );
  expect(() => shapesOf(dropout, { x: [2] }, { seed: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: dropout.seed: must be an integer from 0 to 4294967295. Received seed=-1.]`,
  );
});
