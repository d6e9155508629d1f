import { expect, test } from "vitest";
import { classBalanceFigure } from "./class-balance-figure.ts";

const SPLITS = [
  { name: "train", length: 4220, positives: 3107 },
  { name: "test", length: 0, positives: 0 },
];

test("counts of both classes stand in the bars and in the text for those who cannot see them", async () => {
  const { svg, alt } = await classBalanceFigure({ splits: SPLITS, classNames: ["healthy", "lesion"] });
  for (const words of [">train<", ">test<", ">1,113<", ">3,107<", ">healthy<", ">lesion<"])
    expect(svg).toContain(words);
  expect(alt).toBe("train: 1113 healthy, 3107 lesion; test: 0 healthy, 0 lesion.");
});

test("J1 class names are text", async () => {
  const { svg } = await classBalanceFigure({ splits: SPLITS, classNames: ["<script>", '"><b>\u202E'] });
  expect(svg).not.toMatch(/<script|<b>|\u202E/);
});
