import { expect, test } from "vitest";
import { ShapeError } from "../errors.ts";
import type { Shape } from "../shape.ts";
import type { AnyOp } from "./any-op.ts";
import type { ArrayHandle } from "./launcher.ts";
import { outputShapes, requireShape } from "./run-op.ts";

const op: AnyOp = {
  name: "pick",
  summary: "",
  formula: "",
  inputs: {
    x: { describe: "[N]" },
    index: { dtype: "u32", describe: "[M]" },
    bias: { optional: true, describe: "[M]" },
  },
  outputs: { y: { describe: "[M]" } },
  params: {},
  saves: [],
  cases: [],
  shape: ({ index }: Record<string, Shape>) => ({ y: index! }),
  forward: () => undefined,
  reference: { forward: () => ({}) },
  accumulation: () => 1,
};
const f32 = (shape: Shape): ArrayHandle => ({ shape, dtype: "f32" });
const u32 = (shape: Shape): ArrayHandle => ({ shape, dtype: "u32" });

test("shapes come from the op's rule; an optional input may be left out", () => {
  expect(outputShapes(op, { x: f32([5]), index: u32([2]) }, {})).toEqual({ y: [2] });
  expect(outputShapes(op, { x: f32([5]), index: u32([2]), bias: undefined }, {})).toEqual({ y: [2] });
});

test.each<[Record<string, ArrayHandle>, string]>([
  [{ index: u32([2]) }, "pick: input x must be given. Received x=nothing."],
  [{ x: f32([5]), index: f32([2]) }, "pick: index must be u32. Received dtype=f32."],
  [{ x: f32([5]), index: u32([2]), z: f32([1]) }, "pick: has no such input. Received input=z. Inputs: x, index, bias."],
])("inputs that do not fit are refused before anything runs: %#", (inputs, message) => {
  expect(() => outputShapes(op, inputs, {})).toThrow(ShapeError);
  expect(() => outputShapes(op, inputs, {})).toThrow(message);
});

test("an array of another shape is refused", () => {
  requireShape("pick", "y", undefined, [2]);
  requireShape("pick", "y", f32([2]), [2]);
  expect(() => requireShape("pick", "y", f32([2, 1]), [2])).toThrow("pick: y must have shape [2]. Received y=[2,1].");
});
