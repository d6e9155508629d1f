import { expect, test } from "vitest";
import { ndArray } from "../../op/nd-array.ts";
import { column, evaluate } from "../shared/evaluate.ts";
import { sigmoidBce } from "../sigmoid-bce/index.ts";
import { softmaxCrossentropy } from "./index.ts";

const outputs = (logits: number[][], labels: number[][], params = {}): Record<string, number[]> => {
  const matrix = (rows: number[][]) => ndArray([rows.length, rows[0]!.length], rows.flat());
  return evaluate(softmaxCrossentropy, { logits: matrix(logits), labels: matrix(labels) }, params);
};
const lossOf = (...given: Parameters<typeof outputs>): number => outputs(...given)["loss"]![0]!;

/** Example of Keras' docstring of `categorical_crossentropy`: [0.0513, 2.303]. */
test("Keras' example", () => {
  const probabilities = [
    [0.05, 0.95, 0],
    [0.1, 0.8, 0.1],
  ];
  const logits = probabilities.map((row) => row.map((p) => Math.log(Math.max(p, 1e-300))));
  expect(lossOf([logits[0]!], [[0, 1, 0]])).toBeCloseTo(-Math.log(0.95), 12);
  expect(lossOf([logits[1]!], [[0, 0, 1]])).toBeCloseTo(Math.LN10, 12);
  const { probabilities: found } = outputs(logits, [
    [0, 1, 0],
    [0, 0, 1],
  ]);
  probabilities.flat().forEach((p, i) => expect(found![i]).toBeCloseTo(p, 12));
});

test("with two classes it is binary cross-entropy of the difference", () => {
  const binary = evaluate(sigmoidBce, { logits: column([1.7]), labels: column([1]) }, { labelSmoothing: 0.2 });
  expect(lossOf([[-0.7, 1]], [[0, 1]], { labelSmoothing: 0.2 })).toBeCloseTo(binary["loss"]![0]!, 14);
});

test("certain and wrong costs the difference of the logits, right and certain nothing", () => {
  expect(lossOf([[1e4, -1e4, 0]], [[0, 1, 0]])).toBe(2e4);
  expect(lossOf([[1e4, -1e4, 0]], [[1, 0, 0]])).toBe(0);
  expect(lossOf([[20, 0]], [[1, 0]])).toBeCloseTo(2.0611536e-9, 15);
});
