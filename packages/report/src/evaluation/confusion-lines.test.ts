import { expect, test } from "vitest";
import { confusionLines } from "./confusion-lines.ts";

const MATRIX = [
  [8919, 3814],
  [2576, 10059],
];

test("name what is counted", () => {
  expect(confusionLines(MATRIX, "corrected")).toEqual([
    "No-Lesions Detected (True Negatives):  8919",
    "No-Lesions Incorrectly Detected (False Positives):  3814",
    "Lesions Missed (False Negatives):  2576",
    "Lesions Detected (True Positives):  10059",
    "Total Lesions:  12635",
  ]);
});

test("are the tutorial's where its labels are asked for", () => {
  expect(confusionLines(MATRIX, "documented")).toEqual([
    "Lesions Detected (True Negatives):  8919",
    "Lesions Incorrectly Detected (False Positives):  3814",
    "No-Lesions Missed (False Negatives):  2576",
    "No-Lesions Detected (True Positives):  10059",
    "Total Lesions:  12635",
  ]);
});
