import { Resvg } from "@resvg/resvg-js";
import { UsageError } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { expectFigure, HOSTILE_NAMES } from "../figures/figure-fixture.ts";
import { rocFigure } from "../figures/roc-figure.ts";
import { drawChart } from "./draw-chart.ts";
import { fontFiles, renderPng } from "./render-png.ts";
import { shownText } from "./shown-text.ts";
import { figurePng, svgDocument } from "./svg-document.ts";
import { textWidth } from "./text-width.ts";
import { linearTicks, logTicks, shortCount } from "./ticks.ts";

const RUNS = [{ name: "Test", labels: [0, 1, 0, 1], probabilities: [0.1, 0.9, 0.4, 0.3] }];

describe("a figure", () => {
  test("is the same however many were drawn before", async () => {
    const [first, second] = [await rocFigure(RUNS), await rocFigure(RUNS)];
    expect(second).toEqual(first);
  });

  test("beside another on one page shares no id with it", async () => {
    const figures = [await rocFigure(RUNS, { name: "roc-test" }), await rocFigure(RUNS, { name: "roc-validation" })];
    const ids = figures.flatMap(({ svg }) => Array.from(svg.matchAll(/ id="([^"]*)"/g), ([, id]) => id));
    expect(ids.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(["", "1", 'a" onload="x', "a b"])("is not named %j", async (name) => {
    await expect(drawChart({ name, title: "", alt: "", width: 9, height: 9, option: {} })).rejects.toThrow(UsageError);
  });

  test.each(HOSTILE_NAMES)("has a title and a sentence of %j", async (name) => {
    const text = shownText(name);
    expectFigure(await drawChart({ name: "a", title: text, alt: text, width: 90, height: 90, option: {} }));
  });
});

test("a document is dark on white, and its picture too", async () => {
  const figure = await rocFigure(RUNS);
  const document = svgDocument(figure);
  expect(document).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg color="#1f2328" /);
  expect(new Resvg(document).width).toBe(figure.width);
  // What it is laid on does not show through.
  expect(await renderPng(document, { background: "#000000" })).toEqual(await figurePng(figure));
});

test("texts take at most the width that they are given", () => {
  const drawnWidth = (text: string): number => {
    const escaped = text.replace(/[<>&]/g, (char) => `&#${char.codePointAt(0)};`);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text x="0" y="0" font-family="DejaVu Sans" font-size="100">${escaped}</text></svg>`;
    return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: fontFiles() } }).getBBox()?.width ?? 0;
  };
  const printable = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(33 + i));
  for (const char of [...printable, "é", "Ω", "ж", "…", "≥"]) {
    // Twenty of them, so that the bearings of the first and last hardly count; kerning may add a little.
    const text = char.repeat(20);
    expect(drawnWidth(text), char).toBeLessThanOrEqual(1.03 * textWidth(text, 100) + 20);
  }
  const line = "Train Model Base (0.856), Specificity at 95 %";
  expect(textWidth(line, 100) / drawnWidth(line)).toBeLessThan(1.06);
});

test("ticks are round numbers within the range", () => {
  expect(linearTicks(-5, 105, { count: 5 })).toEqual([0, 50, 100]);
  expect(linearTicks(0, 100, { count: 5 })).toEqual([0, 20, 40, 60, 80, 100]);
  expect(linearTicks(-0.25, 5.25, { count: 8, least: 1 })).toEqual([0, 1, 2, 3, 4, 5]);
  expect(linearTicks(0.1, 0.32)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3]);
  expect(logTicks(0.0009, 2)).toEqual([0.001, 0.01, 0.1, 1]);
  expect(logTicks(0.1, 1.1)).toEqual([0.1, 0.2, 0.5, 1]);
  expect(logTicks(0.31, 0.32).length).toBeGreaterThan(1);
  expect([0, 9999, 10_000, 1_500_000].map(shortCount)).toEqual(["0", "9999", "10k", "1.5M"]);
});
