import { readFileSync } from "node:fs";
import { ops } from "@tomograd/kernels";
import { expect, it } from "vitest";
import { checks, minimum } from "./algebra.ts";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const page = read("../docs/algebra.md");

it("stands in its page as it is", () => {
  expect(page).toContain(read("algebra.ts"));
});

it("has the gradients of its formulas", () => {
  expect(checks.map(({ ok }) => ok)).toEqual([true, true]);
});

it("goes down to the least loss", () => {
  for (const value of minimum) expect(value).toBeCloseTo(0, 5);
});

it("names operations that exist, with all their params", () => {
  const words = (cell: string): string[] => Array.from(cell.matchAll(/`(\w+)`/g), ([, word]) => word!);
  const rows = page.match(/^\| `.*$/gm)!.map((row) => row.split("|").map(words));
  const known = new Map(Object.values(ops).map((op) => [op.name, Object.keys(op.params)]));
  expect(rows.length).toBeGreaterThan(10);
  for (const [, names, params] of rows) for (const name of names!) expect(known.get(name)).toEqual(params);
});
