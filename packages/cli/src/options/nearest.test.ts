import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

test("finds what was probably meant, and nothing where all is far", () => {
  expect(nearest("epocs", ["batchSize", "epochs", "l2"])).toBe("epochs");
  expect(nearest("conv3d", ["conv2d", "dense"])).toBe("conv2d");
  expect(nearest("banana", ["epochs", "l2"])).toBeUndefined();
});
