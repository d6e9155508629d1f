import { expect, test } from "vitest";
import { cellColor, inkOn } from "../drawing/cell-color.ts";
import { contrastOf, partsOf } from "../drawing/contrast-fixture.ts";
import { confusionFigure } from "./confusion-figure.ts";
import { expectFigure, HOSTILE_NAMES, textsOf } from "./figure-fixture.ts";

const MATRIX = [
  [8919, 3814],
  [2576, 10059],
];
const CLASSES = ["normal", "pneumonia"] as const;

test("S-44 counts, title, axes and a colour bar", async () => {
  const figure = await confusionFigure({ matrix: MATRIX, threshold: 0.5, classNames: CLASSES });
  expectFigure(figure);
  expect([figure.width, figure.height]).toEqual([5 * 96, 5 * 96]);
  const texts = textsOf(figure);
  for (const text of ["8919", "3814", "2576", "10059", "Confusion matrix @0.50", "Actual label", "Predicted label"]) {
    expect(texts.filter((other) => other === text)).toEqual([text]);
  }
  for (const text of ["0", "1", ...CLASSES]) expect(texts.filter((other) => other === text).length).toBeGreaterThan(1);
  expect(texts).toEqual(expect.arrayContaining(["0", "5000", "10k"]));
  expect(figure.svg).toContain("<linearGradient");
});

test("classes that are called by their numbers are not called so twice", async () => {
  const figure = await confusionFigure({
    matrix: [
      [5, 6],
      [7, 8],
    ],
    threshold: 0.5,
    classNames: ["0", "1"],
  });
  expect(textsOf(figure).filter((text) => text === "1")).toHaveLength(2);
});

test("the threshold is written as Python's {:.2f}", async () => {
  const figure = await confusionFigure({ matrix: MATRIX, threshold: 0.125, classNames: CLASSES });
  expect(textsOf(figure)).toContain("Confusion matrix @0.12");
});

test("D-07 cells are called what they count, or as documented where that is asked for", async () => {
  const cellsOf = async (labels: "corrected" | "documented"): Promise<string> =>
    textsOf(await confusionFigure({ matrix: MATRIX, threshold: 0.5, classNames: CLASSES, labels })).join(" ");
  const corrected = await cellsOf("corrected");
  expect(corrected).toContain("8919 No-Lesions Detected (True Negatives)");
  expect(corrected).toContain("3814 No-Lesions Incorrectly Detected (False Positives)");
  expect(corrected).toContain("2576 Lesions Missed (False Negatives)");
  expect(corrected).toContain("10059 Lesions Detected (True Positives)");
  expect(corrected).toContain("Total Lesions: 12635");
  expect(await cellsOf("documented")).toContain("2576 No-Lesions Missed (False Negatives)");
});

test("counts can be read on every colour of a cell", () => {
  for (let share = 0; share <= 1; share += 0.01) {
    const color = cellColor(share);
    expect(contrastOf(color, partsOf(inkOn(color))), `${share}`).toBeGreaterThan(4.5);
  }
});

test("no sample at all is four zeros", async () => {
  const figure = await confusionFigure({
    matrix: [
      [0, 0],
      [0, 0],
    ],
    threshold: 0.5,
    classNames: CLASSES,
  });
  expectFigure(figure);
  expect(textsOf(figure)).toContain("Total Lesions: 0");
});

test.each(HOSTILE_NAMES)("a class named %j stays text", async (name) => {
  expectFigure(await confusionFigure({ matrix: MATRIX, threshold: 0.5, classNames: [name, name] }));
});
