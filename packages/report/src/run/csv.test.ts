import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvText, textCell } from "./csv.ts";
import { predictionsCsv } from "./predictions-csv.ts";

describe("CSV", () => {
  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", 'a\n=HYPERLINK("x")'])(
    "%j is neutralised",
    (cell) => expect(textCell(cell).replace(/^"/, "")).toMatch(/^'/),
  );

  test("ordinary names stay, commas and quotes are quoted", () => {
    expect(textCell("normal/person-1.png")).toBe("normal/person-1.png");
    expect(textCell('a,"b"')).toBe('"a,""b"""');
  });

  test("no cell begins as a formula, whatever the text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(textCell(text)).not.toMatch(/^"?[\s\u00a0]*[=+\-@]/);
      }),
    );
  });

  test("numbers are never touched", () => {
    expect(predictionsCsv([{ id: "=a", probability: 1e-7, label: "sick" }])).toBe(
      "id,probability,label\n'=a,1e-7,sick\n",
    );
    expect(predictionsCsv([{ id: "a", probability: 0.75, label: "sick", actual: "=well" }])).toBe(
      "id,probability,label,actual\na,0.75,sick,'=well\n",
    );
    expect(csvText(["a"], [[-1.5]])).toBe("a\n-1.5\n");
  });
});
