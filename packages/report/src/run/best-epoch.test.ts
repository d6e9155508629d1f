import { expect, test } from "vitest";
import { bestEpoch } from "./best-epoch.ts";

const HISTORY = {
  epoch: [0, 1, 2, 3],
  history: { val_auc: [0.5, NaN, 0.9, 0.9], val_loss: [1, 0.2, 0.2, 3], loss: [NaN, NaN, NaN, NaN] },
};

test("the first that no other surpasses, by what is better", () => {
  expect(bestEpoch(HISTORY, "val_auc")).toEqual({ place: 2, value: 0.9 });
  expect(bestEpoch(HISTORY, "val_loss")).toEqual({ place: 1, value: 0.2 });
});

test("none where there is no value", () => {
  expect(bestEpoch(HISTORY, "loss")).toBeUndefined();
  expect(bestEpoch(HISTORY, "val_tp")).toBeUndefined();
  expect(bestEpoch(HISTORY, "constructor")).toBeUndefined();
});
