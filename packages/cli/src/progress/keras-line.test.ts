import { describe, expect, test } from "vitest";
import { bar, eta, finalLine, metricValue, perStep, runningLine } from "./keras-line.ts";
import { Redraw, wrap } from "./redraw.ts";
import { Stopwatch } from "./stopwatch.ts";

const LOGS = {
  loss: 0.4979,
  tp: 3800,
  fp: 3390,
  tn: 45164,
  fn: 12385,
  accuracy: 0.7563,
  precision: 0.5285,
  recall: 0.2348,
  auc: 0.748,
  sensitivity: 0.5719,
};
const SAMPLE =
  "1012/1012 [==============================] - ETA: 0s - loss: 0.4979 - tp: 3800.0000 - fp: 3390.0000 - tn: 45164.0000" +
  " - fn: 12385.0000 - accuracy: 0.7563 - precision: 0.5285 - recall: 0.2348 - auc: 0.7480 - sensitivity: 0.5719";

describe("the line of Keras 2", () => {
  test("before validation, as documented", () => {
    expect(runningLine(1012, 1012, { elapsed: 27, step: 0.027 }, LOGS)).toBe(SAMPLE);
  });

  test("S-33 the documented counts are 1012 batches of 64, the last of 35, and give the documented rates", () => {
    const { tp, fp, tn, fn } = LOGS;
    const samples = tp + fp + tn + fn;
    expect([samples, Math.ceil(samples / 64), samples % 64]).toEqual([64_739, 1012, 35]);
    const rates = [(tp + tn) / samples, tp / (tp + fp), tp / (tp + fn)];
    expect(rates.map(metricValue)).toEqual(["0.7563", "0.5285", "0.2348"]);
  });

  test("after evaluation, as documented", () => {
    expect(finalLine(397, { elapsed: 11.2, step: 0.0271 }, { loss: 0.5186, tp: 860 })).toBe(
      "397/397 [==============================] - 11s 27ms/step - loss: 0.5186 - tp: 860.0000",
    );
  });

  test("the bar fills from the left", () => {
    expect(bar(0, 8)).toBe("0/8 [..............................]");
    expect(bar(1, 8)).toBe("1/8 [==>...........................]");
    expect(bar(5, 120)).toBe("  5/120 [>.............................]");
    expect(bar(8, 8)).toBe("8/8 [==============================]");
  });

  test.each([
    [0.4, "0s"],
    [59.9, "59s"],
    [60, "60s"],
    [61, "1:01"],
    [3600, "60:00"],
    [3725, "1:02:05"],
  ])("%d seconds remain as %s", (seconds, text) => expect(eta(seconds)).toBe(text));

  test.each([
    [0, "0s/step"],
    [0.0000031, "3us/step"],
    [0.0271, "27ms/step"],
    [1.6, "2s/step"],
  ])("a step of %d s is %s", (seconds, text) => expect(perStep(seconds)).toBe(text));

  test.each([
    [0, "0.0000e+00"],
    [0.001, "1.0000e-03"],
    [0.00101, "0.0010"],
    [-0.5, "-0.5000"],
    [1.234e-12, "1.2340e-12"],
    [NaN, "nan"],
    [Infinity, "inf"],
  ])("%d is shown as %s", (value, text) => expect(metricValue(value)).toBe(text));
});

/** The lines of a screen that has shown this text. */
function replay(text: string): string[] {
  const lines: string[][] = [[]];
  let column = 0;
  for (const char of text) {
    if (char === "\n") lines.push([]);
    if (char === "\n" || char === "\r") column = 0;
    else if (char === "\b") column = Math.max(0, column - 1);
    else lines.at(-1)![column++] = char;
  }
  return lines.map((line) => line.join("").trimEnd());
}

describe("drawing over a line", () => {
  test("goes back by as many characters as stand there, and blanks what is left", () => {
    const redraw = new Redraw();
    expect(redraw.over("abcdef", 80)).toBe("\rabcdef");
    expect(redraw.over("abc", 80)).toBe(`${"\b".repeat(6)}\rabc   `);
    expect(redraw.finish("abcd", 80)).toBe(`${"\b".repeat(3)}\rabcd\n`);
  });

  test("the last drawing leaves nothing of the one before on the screen", () => {
    const columns = 40;
    const redraw = new Redraw();
    const running = `${"r".repeat(38)} - loss: 0.1234`;
    const screen = replay(redraw.over(running, columns) + redraw.finish(SAMPLE, columns));
    expect(screen).toEqual([...wrap(SAMPLE, columns), ""]);
  });

  test("A18 a narrow terminal tears no number", () => {
    const lines = wrap(SAMPLE, 40);
    expect(lines.join("").replace(/ {2}- /g, " - ")).toBe(SAMPLE);
    for (const line of lines.slice(1)) {
      expect(line.length).toBeLessThan(40);
      expect(line).toMatch(/^ {2}- [a-z]+: [\d.]+/i);
    }
  });
});

test("the first step counts only when there is no other", () => {
  let now = 0;
  const watch = new Stopwatch(() => now);
  now = 5000;
  expect(watch.pace(1)).toEqual({ elapsed: 5, step: 5 });
  watch.firstStepDone();
  now = 5100;
  expect(watch.pace(3)).toEqual({ elapsed: 5.1, step: 0.05 });
});
