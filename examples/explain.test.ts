import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { drops, larger, maps } from "./explain.ts";

it("stands in its page as it is", () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  expect(read("../docs/explain.md")).toContain(read("explain.ts"));
});

it("explains what the page says", () => {
  expect([maps.shape, larger.shape, drops.shape]).toEqual([
    [2, 16, 16],
    [2, 32, 32],
    [2, 16, 16],
  ]);
  expect(Math.max(...maps.values)).toBe(1);
});
