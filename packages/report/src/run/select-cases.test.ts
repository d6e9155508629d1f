import { expect, test } from "vitest";
import { selectCases } from "./select-cases.ts";

const PREDICTIONS = {
  ids: ["a", "b", "c", "d", "e", "f"],
  labels: Uint8Array.of(1, 0, 1, 0, 1, 0),
  probabilities: Float64Array.of(0.1, 0.9, 0.4, 0.6, 0.75, 0.5),
};

const idsOf = (cases: readonly { readonly index: number }[]): string =>
  cases.map(({ index }) => PREDICTIONS.ids[index]).join("");

test("the surest errors of both kinds, and those nearest to the threshold", () => {
  const { missed, falseAlarms, uncertain } = selectCases(PREDICTIONS, 0.5, 3);
  expect([idsOf(missed), idsOf(falseAlarms), idsOf(uncertain)]).toEqual(["ac", "bd", "fcd"]);
  expect(missed[0]).toEqual({ index: 0, probability: 0.1, actual: 1, predicted: 0 });
});

test("at another threshold others are wrong, and no more are taken than asked for", () => {
  const { missed, falseAlarms, uncertain } = selectCases(PREDICTIONS, 0.8, 1);
  expect([idsOf(missed), idsOf(falseAlarms), idsOf(uncertain)]).toEqual(["a", "b", "e"]);
  expect(selectCases(PREDICTIONS, 0.5, 0)).toEqual({ missed: [], falseAlarms: [], uncertain: [] });
});
