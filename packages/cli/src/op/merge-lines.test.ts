import { wgsl } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { mergeLines } from "./merge-lines.ts";

/** What the preprocessor makes of a merged text, without the lines that it leaves blank. */
function resolved(text: string, has: boolean): string {
  const parts = text.split(/\$\{(!?)has\.a\}/);
  const strings = parts.filter((_, i) => i % 2 === 0);
  const values = parts.filter((_, i) => i % 2 === 1).map((not) => (not === "!" ? !has : has));
  const made: string = wgsl(Object.assign(strings, { raw: strings }), ...values);
  const lines = made.split("\n");
  return lines.filter((line) => line.trim() !== "").join("\n");
}

test.each([
  ["the same", "x\ny", "x\ny"],
  ["one more at the end", "x\ny\nz", "x\ny"],
  ["one less in the middle", "x\nz", "x\ny\nz"],
  ["another in the middle", "x\na\nz", "x\nb\nc\nz"],
  ["another at the beginning", "a\nz", "b\nz"],
  ["nothing in common", "a\nb", "c"],
])("texts with %s become one that gives both", (_, present, absent) => {
  const merged = mergeLines("has.a", present, absent);
  expect([resolved(merged, true), resolved(merged, false)]).toEqual([present, absent]);
});

test("what is in both stands once", () => {
  expect(mergeLines("has.bias", "a\nb\nc", "a\nc")).toBe("a\n  #if ${has.bias}\nb\n  #endif\nc");
  expect(mergeLines("has.bias", "a", "a")).toBe("a");
});
