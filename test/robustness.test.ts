import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * The robustness list names every bad input and fault that must be survived, by a letter and a number: A command line and
 * paths, B arrays and archives, C images and folders, D label tables, E DICOM, F saved models, G the GPU, H numbers,
 * I interruptions and storage, J outputs. This many cases each group has.
 */
const CASES: Readonly<Record<string, number>> = { A: 20, B: 27, C: 24, D: 14, E: 18, F: 26, G: 17, H: 16, I: 13, J: 8 };

/** The cases that must have a test. The others wait for the features that they are about. */
const REQUIRED = ["A1-A20", "B1-B27", "C1-C24", "D1-D14", "E1-E18", "F1-F26", "H1-H16", "I1-I4", "J1-J3", "J6-J8"];

const root = join(import.meta.dirname, "..");

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : testFiles(path);
    return entry.name.endsWith(".test.ts") ? [path] : [];
  });
}

/** The ids that texts begin with, one or several: `"B2 B3 another magic"`. */
function idsIn(path: string): string[] {
  const beginnings = readFileSync(path, "utf8").matchAll(/["`]((?:[A-J]\d{1,2}[:,]? )+)/g);
  return [...beginnings].flatMap(([, ids = ""]) => ids.match(/[A-J]\d+/g) ?? []);
}

/** The cases from the first to the last of `B1-B27`. */
function casesOf(range: string): string[] {
  const [, group = "", first, last] = /^([A-J])(\d+)-\1(\d+)$/.exec(range) ?? [];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `${group}${Number(first) + i}`);
}

describe("the robustness list", () => {
  const folders = ["packages", "test", "bench", "bundle", "examples"].map((name) => join(root, name));
  const found = new Set(folders.flatMap(testFiles).flatMap(idsIn));

  it.each(REQUIRED)("each of %s has a test that begins with its id", (range) => {
    expect(casesOf(range)).not.toEqual([]);
    expect(casesOf(range).filter((id) => !found.has(id))).toEqual([]);
  });

  it("no test names a case that is not on the list", () => {
    const isOnList = (id: string): boolean => Number(id.slice(1)) >= 1 && Number(id.slice(1)) <= CASES[id[0]!]!;
    expect([...found].filter((id) => !isOnList(id))).toEqual([]);
  });
});
