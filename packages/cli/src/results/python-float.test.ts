import { expect, test } from "vitest";
import { pythonFloat } from "./python-float.ts";

test.each([
  [860, "860.0"],
  [Math.fround(0.7505912780761719), "0.7505912780761719"],
  [0, "0.0"],
  [1e-7, "1e-07"],
  [0.0001, "0.0001"],
  [1e16, "1e+16"],
  [123456789, "123456789.0"],
  [NaN, "nan"],
])("%d is printed as %s", (value, text) => expect(pythonFloat(value)).toBe(text));
