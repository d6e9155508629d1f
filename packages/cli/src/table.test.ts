import { expect, test } from "vitest";
import { fittingTable, table } from "./table.ts";

test("columns are as wide as their longest cell, numbers to the right", () => {
  expect(
    table(
      ["op", "cases"],
      [
        ["relu", "4"],
        ["conv2d", "23"],
      ],
    ),
  ).toBe("op      cases\nrelu        4\nconv2d     23");
});

test("a narrow terminal is spared columns, as many as are too many", () => {
  const fitting = (columns: number): string =>
    fittingTable(["op", "ms", "n"], [["relu", "1.5", "12"]], columns, ["n", "ms"]);
  expect(fitting(13)).toBe("op     ms   n\nrelu  1.5  12");
  expect(fitting(12)).toBe("op     ms\nrelu  1.5");
  expect(fitting(8)).toBe("op\nrelu");
  expect(fitting(1)).toBe("op\nrelu");
});
