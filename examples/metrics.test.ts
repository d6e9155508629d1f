import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { interval, report, results } from "./metrics.ts";

it("stands in its page as it is", () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  expect(read("../docs/metrics.md")).toContain(read("metrics.ts"));
});

it("measures predictions", () => {
  expect(Object.keys(results)).toEqual(["precision", "auc", "specificity_at_sensitivity"]);
  expect(results["precision"]).toBe(0.75);
  expect(interval?.[0]).toBeLessThan(0.78);
  expect(report).toContain("      lesion       0.62      1.00      0.77         5\n");
});
