import { averagePrecision, brierScore, expectedCalibrationError, rocAuc, wilson } from "@tomograd/model";
import { describe, expect, test } from "vitest";
import { calibrationFigure } from "./calibration-figure.ts";
import { curvesOf, expectFigure, HOSTILE_NAMES, textsOf } from "./figure-fixture.ts";
import type { Figure } from "./figure.ts";
import { precisionRecallFigure } from "./precision-recall-figure.ts";
import { rocFigure } from "./roc-figure.ts";
import { scoreHistogramFigure } from "./score-histogram-figure.ts";
import type { Scores } from "./scores.ts";
import { thresholdFigure } from "./threshold-figure.ts";

/** The vector of the semantics: AUC 0.78. */
const TEN: Scores = {
  labels: [0, 1, 0, 1, 1, 0, 0, 1, 0, 1],
  probabilities: [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35],
};
const CLASS_NAMES = ["healthy", "lesion"] as const;

/** Scores of two overlapping classes, from a fixed sequence. */
function manyScores(samples: number): Scores {
  const labels = Uint8Array.from({ length: samples }, (_, i) => (i % 4 === 0 ? 1 : 0));
  const probabilities = Float64Array.from(
    labels,
    (label, i) => ((i * 0.6180339887498949) % 1) ** (label === 1 ? 0.6 : 2),
  );
  return { labels, probabilities };
}

function figuresOf(scores: Scores): Promise<Figure[]> {
  return Promise.all([
    rocFigure([{ name: "Test", ...scores }]),
    precisionRecallFigure([{ name: "Test", ...scores }]),
    calibrationFigure(scores),
    scoreHistogramFigure({ ...scores, threshold: 0.5, classNames: CLASS_NAMES }),
    thresholdFigure({ ...scores, operatingPoints: [{ name: "in use", threshold: 0.5 }] }),
  ]);
}

/** Where a path goes, in the units of a panel that the range is told of. */
function placesOf(path: string, [x0, y0, x1, y1]: readonly [number, number, number, number]): [number, number][] {
  return Array.from(path.matchAll(/[ML]([-\d.]+) ([-\d.]+)/g), ([, x, y]) => [
    (Number(x) - x0) / (x1 - x0),
    (Number(y) - y0) / (y1 - y0),
  ]);
}

/** The pixels of (0, 0) and (1, 1) in a square panel whose axes have a twentieth more at both ends. */
const SQUARE_CORNERS = [76 + 420 / 22, 46 + 420 - 420 / 22, 76 + 420 - 420 / 22, 46 + 420 / 22] as const;

describe("S-46 receiver operating characteristics", () => {
  test("axes, title and legends with the area as Python rounds it; the test's curve is dashed", async () => {
    const figure = await rocFigure([
      { name: "Train Base", ...TEN },
      { name: "Test Base", labels: [0, 1], probabilities: [0.1, 0.2], dashed: true },
    ]);
    expectFigure(figure);
    const texts = textsOf(figure);
    for (const text of [
      "False positives [%]",
      "True positives [%]",
      "ROC curve",
      "Train Base (0.78)",
      "Test Base (1.0)",
    ]) {
      expect(texts).toContain(text);
    }
    expect(
      curvesOf(figure)
        .slice(1)
        .map(({ color, dash }) => [color, dash]),
    ).toEqual([
      ["#1f77b4", undefined],
      ["#1f77b4", "8,4"],
    ]);
    expect(figure.svg.match(/stroke="#1f77b4" stroke-width="2"/g)).toHaveLength(4);
  });

  test("goes through the rates, on axes of equal scale", async () => {
    const curve = curvesOf(await rocFigure([{ name: "Test", ...TEN }]))[1]!;
    const places = placesOf(curve.path, SQUARE_CORNERS);
    const corners = [
      [0, 0],
      [0, 0.6],
      [0.4, 0.6],
      [0.6, 0.8],
      [0.6, 1],
      [1, 1],
    ] as const;
    expect(places).toHaveLength(corners.length);
    for (const [i, [x, y]] of corners.entries()) {
      expect(places[i]![0]).toBeCloseTo(x, 2);
      expect(places[i]![1]).toBeCloseTo(y, 2);
    }
  });

  test("the legend stands below, at the right", async () => {
    const { svg } = await rocFigure([{ name: "Test", ...TEN }]);
    const [, x, y] = /translate\(([\d.]+) ([\d.]+)\)"[^>]*>Test \(0.78\)/.exec(svg) ?? [];
    expect(Number(x)).toBeGreaterThan(300);
    expect(Number(y)).toBeGreaterThan(400);
  });

  test("of several runs one without both classes says so in the legend", async () => {
    const figure = await rocFigure([
      { name: "Train", ...TEN },
      { name: "Test", labels: [0, 0], probabilities: [0.1, 0.2] },
    ]);
    expect(textsOf(figure)).toContain("Test (one class)");
  });
});

test("precision and recall: the average precision, and the prevalence as chance", async () => {
  const figure = await precisionRecallFigure([{ name: "Test", ...TEN }]);
  expectFigure(figure);
  const area = averagePrecision(TEN.labels, TEN.probabilities);
  const texts = textsOf(figure);
  expect(texts).toContain(`Test (average precision ${area.toFixed(3)})`);
  for (const text of ["Test, prevalence 0.500", "Recall", "Precision"]) expect(texts).toContain(text);
  const places = placesOf(curvesOf(figure)[1]!.path, SQUARE_CORNERS);
  const below = places.reduce((sum, [x, y], i) => sum + (i === 0 ? 0 : (places[i - 1]![0] - x) * y), 0);
  expect(below, "the area below the steps").toBeCloseTo(area, 2);
});

test("calibration: error and score in the figure, Wilson's interval at each bin, and what each bin holds", async () => {
  const { labels, probabilities } = TEN;
  const figure = await calibrationFigure({ labels, probabilities, bins: 2 });
  expectFigure(figure);
  const error = expectedCalibrationError(labels, probabilities, { bins: 2 });
  const numbers = `ECE ${Number(error.toFixed(4))} in 2 bins, Brier score ${Number(brierScore(labels, probabilities).toFixed(4))}`;
  expect(textsOf(figure)).toContain(numbers);
  expect(figure.alt).toContain(numbers);
  // Of the six probabilities up to 0.5 two are of positives.
  const [low, high] = wilson(2, 6)!;
  const corners = [SQUARE_CORNERS[0], SQUARE_CORNERS[1] + 46, SQUARE_CORNERS[2], SQUARE_CORNERS[3] + 46] as const;
  const interval = placesOf(curvesOf(figure)[1]!.path, corners).map(([, y]) => y);
  expect(interval[0]).toBeCloseTo(low, 2);
  expect(interval[1]).toBeCloseTo(high, 2);
});

test("scores: both classes with their sizes, and the threshold", async () => {
  const figure = await scoreHistogramFigure({ ...TEN, threshold: 0.523, classNames: CLASS_NAMES });
  expectFigure(figure);
  for (const text of ["healthy (5)", "lesion (5)", "Threshold 0.523"]) expect(textsOf(figure)).toContain(text);
  const [healthy, lesion] = curvesOf(figure);
  expect(healthy!.color).not.toBe(lesion!.color);
});

test("thresholds: five measures that differ by colour and dash, and the operating points by name", async () => {
  const operatingPoints = [
    { name: "Youden", threshold: 0.523 },
    { name: "sensitivity>=0.8", threshold: 0.521 },
    { name: "sensitivity>=0.95", threshold: 0.521 },
  ];
  const figure = await thresholdFigure({ ...TEN, operatingPoints });
  expectFigure(figure);
  const texts = textsOf(figure);
  for (const text of [
    "Sensitivity",
    "Specificity",
    "PPV (precision)",
    "NPV",
    "F1",
    "2: 0.5230 Youden",
    "1: 0.5210 sensitivity>=0.8",
    "   sensitivity>=0.95",
  ]) {
    expect(texts).toContain(text);
  }
  expect(texts).toContain("operating points were chosen on validation data");
  const styles = curvesOf(figure).map(({ color, dash }) => `${color} ${dash}`);
  expect(new Set(styles).size).toBe(7);
});

test("a threshold predicts positive what lies above it, not on it", async () => {
  // Sensitivity falls from 1 to 0 at the only score, whatever side of it the threshold's midpoints lie.
  const figure = await thresholdFigure({ labels: [0, 1], probabilities: [0.25, 0.25] });
  const left = 66 + 460 / 22;
  const sensitivity = placesOf(curvesOf(figure)[0]!.path, [left, 0, left + (460 * 20) / 22, 1]).map(([x]) => x);
  expect(sensitivity.slice(1, -1).every((x) => Math.abs(x - 0.25) < 0.01)).toBe(true);
});

test.each([
  ["no sample", { labels: [], probabilities: [] }],
  ["one sample", { labels: [1], probabilities: [1] }],
  ["only negatives", { labels: [0, 0], probabilities: [0, 0.5] }],
  ["all scores equal", { labels: [0, 1, 1], probabilities: [0.4, 0.4, 0.4] }],
  ["classes that do not overlap", { labels: [0, 0, 1, 1], probabilities: [0, 0, 1, 1] }],
  ["the vector of the semantics", TEN],
])("%s: every figure is drawn", async (_, scores) => {
  for (const figure of await figuresOf(scores)) expectFigure(figure);
});

test("without both classes figures of both say what is missing", async () => {
  const [roc, precisionRecall, , , thresholds] = await figuresOf({ labels: [0, 0], probabilities: [0.1, 0.2] });
  for (const figure of [roc, precisionRecall, thresholds]) {
    expect(textsOf(figure!)).toContain("needs samples of both classes");
    expect(figure!.alt).toContain("needs samples of both classes");
  }
});

test("200,000 samples are drawn in little space, with the numbers of all of them", async () => {
  const scores = manyScores(200_000);
  const figures = await figuresOf(scores);
  for (const figure of figures) expectFigure(figure);
  expect(textsOf(figures[0]!)).toContain(`Test (${rocAuc(scores.labels, scores.probabilities).toFixed(3)})`);
});

test.each(HOSTILE_NAMES)("a run, class or operating point named %j stays text", async (name) => {
  for (const figure of [
    await rocFigure([{ name, ...TEN }]),
    await precisionRecallFigure([{ name, ...TEN }]),
    await scoreHistogramFigure({ ...TEN, threshold: 0.5, classNames: [name, name] }),
    await thresholdFigure({ ...TEN, operatingPoints: [{ name, threshold: 0.5 }], note: name }),
  ]) {
    expectFigure(figure);
  }
});
