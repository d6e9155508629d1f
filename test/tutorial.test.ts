import { describe, expect, it } from "vitest";
import { readTutorial } from "./tutorial-page.ts";

const range = (letter: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `${letter}-${String(first + i).padStart(2, "0")}`);

/** What the tutorial asks for, and where it is wrong. */
const IDS = [
  ...range("S", 1, 23),
  ...range("S", 30, 36),
  ...range("S", 40, 49),
  ...range("S", 60, 60),
  ...range("D", 1, 17),
];

const page = readTutorial();
const LONGEST = 10;

describe("docs/tutorial.md", () => {
  it("has one row for everything that the tutorial asks for, and for each of its mistakes", () => {
    expect(page.rows.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      [...IDS].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it.each(page.rows)("$id says what it is, and what does it or that it is not there yet", ({ what, how }) => {
    expect(what).not.toBe("");
    expect(how).toMatch(/`pnpm cli [^`]+`|\[.+\]\(.+\)|not there yet/);
    for (const [, anchor = ""] of how.matchAll(/\(#(.*?)\)/g)) expect(page.blocks.has(anchor), anchor).toBe(true);
  });

  it("keeps its TypeScript to ten lines each, under headings of the rows that lead there", () => {
    const linked = new Set(
      page.rows.flatMap(({ how }) => [...how.matchAll(/\(#(.*?)\)/g)].map(([, anchor]) => anchor)),
    );
    const [beginning, ...named] = [...page.blocks];
    expect(beginning?.[0]).toBe("before-you-begin");
    for (const [anchor, code] of named) {
      expect(linked.has(anchor), anchor).toBe(true);
      expect(code.trimEnd().split("\n").length, anchor).toBeLessThanOrEqual(LONGEST);
    }
  });
});
