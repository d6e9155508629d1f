import { UsageError } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { checkOpName } from "./op-name.ts";

test.each(["softSign", "x2", "gradient", "of"])("an op can be called %s", (name) => {
  expect(() => checkOpName(name)).not.toThrow();
});

test.each([
  ["class", "the name means something else in the file"],
  ["thread", "the name means something else in the file"],
  ["defineOp", "the name means something else in the file"],
  ["relu", "a built-in op has this name"],
  ["my-op", "Did you mean myOp?"],
  ["SoftSign", "Did you mean softSign?"],
  ["2x", "Take one such as softSign"],
  ["../x", "Take one such as softSign"],
  ["", "Take one such as softSign"],
  ["x".repeat(41), "40 at most"],
])("an op cannot be called %s", (name, text) => {
  expect(() => checkOpName(name)).toThrow(UsageError);
  expect(() => checkOpName(name)).toThrow(text);
});
