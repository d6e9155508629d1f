import { expect, test } from "vitest";
import { table } from "./table.ts";

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
