import { expect, test } from "vitest";
import { contrastOf, partsOf } from "./contrast-fixture.ts";
import { BLUE, GREEN, PROP_CYCLE, PURPLE, VERMILION } from "./palette.ts";

test.each([BLUE, VERMILION, GREEN, PURPLE, PROP_CYCLE[0]])("%s is seen on light and on dark pages", (color) => {
  for (const page of ["#ffffff", "#111827"]) {
    expect(contrastOf(partsOf(color), partsOf(page)), page).toBeGreaterThan(3);
  }
});
