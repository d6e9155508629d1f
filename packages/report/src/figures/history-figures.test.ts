import { describe, expect, test } from "vitest";
import { curvesOf, expectFigure, HOSTILE_NAMES, textsOf } from "./figure-fixture.ts";
import { shownText } from "../drawing/shown-text.ts";
import { lossFigure } from "./loss-figure.ts";
import { metricsFigure } from "./metrics-figure.ts";

const METRICS = ["loss", "precision", "recall", "auc", "tp", "sensitivity"];

function historyOf(epochs: number, names: readonly string[] = METRICS.flatMap((name) => [name, `val_${name}`])) {
  const epoch = Array.from({ length: epochs }, (_, i) => i);
  const valueOf = (name: string, i: number): number =>
    name.endsWith("tp") ? 50 + i : (1 + names.indexOf(name)) / (i + 2);
  return { epoch, history: Object.fromEntries(names.map((name) => [name, epoch.map((i) => valueOf(name, i))])) };
}

describe("S-42 losses by epoch", () => {
  test("training is solid, validation dashed in the same colour of the cycle", async () => {
    const figure = await lossFigure([{ label: "Model Base", ...historyOf(6), n: 1 }]);
    expectFigure(figure);
    expect(curvesOf(figure).map(({ color, dash }) => [color, dash])).toEqual([
      ["#ff7f0e", undefined],
      ["#ff7f0e", "8,4"],
    ]);
    const texts = textsOf(figure);
    for (const text of ["Epoch", "Loss", "Train Model Base", "Val Model Base"]) expect(texts).toContain(text);
    expect(figure.width / figure.height).toBe(12 / 10);
  });

  test("the axis is logarithmic", async () => {
    const run = { label: "a", epoch: [0, 1, 2], history: { loss: [1, 0.1, 0.01] } };
    const [curve] = curvesOf(await lossFigure([run]));
    // Decades are of one height, so the three points are on a line and the second is not needed.
    expect(curve?.path.match(/[ML]/g)).toEqual(["M", "L"]);
    expect(textsOf(await lossFigure([run]))).toEqual(expect.arrayContaining(["0.01", "0.1", "1"]));
  });

  test("several runs, even of one name, have colours and legends of their own", async () => {
    const figure = await lossFigure([
      { label: "a", ...historyOf(3) },
      { label: "a", ...historyOf(4) },
    ]);
    expect(curvesOf(figure).map(({ color }) => color)).toEqual(["#1f77b4", "#1f77b4", "#ff7f0e", "#ff7f0e"]);
    expect(textsOf(figure).filter((text) => text === "Train a")).toHaveLength(2);
  });

  test("many runs of long names do not cover the curves", async () => {
    const runs = Array.from({ length: 6 }, () => ({ label: "W".repeat(40), ...historyOf(3) }));
    const figure = await lossFigure(runs);
    const legends = Array.from(figure.svg.matchAll(/translate\([\d.]+ ([\d.]+)\)"[^>]*>Train W/g), ([, y]) =>
      Number(y),
    );
    const top = Number(/<path d="M74 ([\d.]+)l/.exec(figure.svg)?.[1]);
    expect(legends).toHaveLength(6);
    expect(Math.max(...legends) + 12).toBeLessThan(top);
  });

  test("the epoch whose weights were kept has a ring on the validation loss", async () => {
    const figure = await lossFigure([{ label: "a", ...historyOf(6), bestEpoch: 4 }]);
    expect(textsOf(figure)).toContain("Weights kept");
    expect(textsOf(await lossFigure([{ label: "a", ...historyOf(6), bestEpoch: 99 }]))).not.toContain("Weights kept");
  });
});

describe("S-43 metrics by epoch", () => {
  test("six panels with their names, a legend in the last", async () => {
    const figure = await metricsFigure({ ...historyOf(6), bestEpoch: 3 });
    expectFigure(figure);
    const texts = textsOf(figure);
    expect(texts.filter((text) => /^[A-Z]/.test(text)).toSorted()).toEqual(
      [
        "Loss",
        "Precision",
        "Recall",
        "Auc",
        "Tp",
        "Sensitivity",
        ...METRICS.map(() => "Epoch"),
        "Metrics",
        "Train",
        "Val",
        "Weights kept",
      ].toSorted(),
    );
    expect(texts).toContain("the specificity at a sensitivity of at least 0.8");
    expect(figure.alt).toContain("Sensitivity is the specificity");
    const lines = curvesOf(figure).filter(({ color }) => color !== "currentColor");
    expect(lines.map(({ color, dash }) => [color, dash])).toEqual(
      METRICS.flatMap(() => [
        ["#1f77b4", undefined],
        ["#1f77b4", "8,4"],
      ]),
    );
  });

  test("a metric that was not recorded says so", async () => {
    const figure = await metricsFigure(historyOf(3, ["loss", "accuracy"]));
    expectFigure(figure);
    expect(textsOf(figure).filter((text) => text === "was not recorded")).toHaveLength(5);
    expect(textsOf(figure)).not.toContain("Val");
  });
});

test.each([
  ["one epoch", historyOf(1)],
  ["no epoch", historyOf(0)],
  ["no validation", historyOf(5, METRICS)],
  ["one value all along", { epoch: [0, 1], history: { loss: [0.5, 0.5], val_loss: [0.5, 0.5], tp: [0, 0] } }],
  ["values that are not finite", { epoch: [0, 1, 2], history: { loss: [NaN, null, Infinity], val_loss: [1, 0, -1] } }],
  ["lists that end early", { epoch: [0, 1, 2], history: { loss: [1], val_loss: [] } }],
  ["far more epochs than pixels", historyOf(5000)],
  [
    "the largest and smallest numbers",
    { epoch: [0, 1], history: { loss: [1e308, 5e-324], val_loss: [-1e308, 1e308] } },
  ],
  ["numbers that nearly are the same, and nearly 0", { epoch: [0, 1], history: { loss: [1e-150, 2e-150] } }],
  ["members of objects as metrics", { epoch: [0], history: {} }],
])("a history of %s is drawn", async (_, history) => {
  expectFigure(await metricsFigure(history));
  expectFigure(await lossFigure([{ label: "a", ...history, bestEpoch: 0 }]));
});

test("a loss without any value says so", async () => {
  expect(textsOf(await lossFigure([]))).toContain("no losses were recorded");
});

test.each(HOSTILE_NAMES)("a run named %j stays text", async (label) => {
  const figure = await lossFigure([{ label, ...historyOf(3) }]);
  expectFigure(figure);
  expect(textsOf(figure)).toContain(`Val ${shownText(label)}`);
});

test("one epoch is a full point for training and a hollow one for validation", async () => {
  const { svg } = await lossFigure([{ label: "a", ...historyOf(1) }]);
  const points = Array.from(svg.matchAll(/<path [^>]*transform="matrix\([^>]*>/g), ([point]) => point);
  expect(points.map((point) => / fill="([^"]*)"/.exec(point)?.[1])).toEqual(["#1f77b4", "none"]);
});
