import { readImage } from "@tomograd/data";
import { expect, test } from "vitest";
import { renderPng } from "./render-png.ts";

const svg = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">${content}</svg>`;

test("a drawing becomes a picture on white, twice as large", async () => {
  const png = await renderPng(svg(`<rect width="20" height="20" fill="#ff0000"/>`));
  const { width, height } = await readImage(png, "drawing.png");
  expect([width, height]).toEqual([80, 40]);
});

test("text is drawn without any font of the system", async () => {
  const [blank, written] = await Promise.all([
    renderPng(svg("")),
    renderPng(svg(`<text x="2" y="15" font-family="DejaVu Sans" font-size="14">AUC</text>`)),
  ]);
  expect(written).not.toEqual(blank);
});
