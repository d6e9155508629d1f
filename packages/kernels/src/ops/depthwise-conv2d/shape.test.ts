import { describe, expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { depthwiseConv2d } from "./index.ts";

const shapes = { x: [2, 3, 7, 9], filter: [3, 2, 3, 5] };
const outputOf = (
  params: Record<string, unknown> = {},
  inputs: Partial<Record<"x" | "filter" | "bias", number[]>> = {},
) => shapesOf(depthwiseConv2d, { ...shapes, ...inputs }, params)["y"];

describe("output shape", () => {
  test.each([
    [{}, [2, 15, 5, 8]],
    [{ padding: "same" }, [2, 15, 7, 9]],
    [{ strides: [2, 3] }, [2, 15, 3, 3]],
    [{ dilations: [3, 8] }, [2, 15, 1, 1]],
    [
      {
        padding: [
          [1, 2],
          [0, 4],
        ],
      },
      [2, 15, 8, 12],
    ],
  ])("%j gives %j", (given, expected) => expect(outputOf(given, { bias: [15] })).toEqual(expected));
});

describe("errors", () => {
  test("x without channels", () => {
    expect(() => outputOf({}, { x: [3, 7, 9] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d: x must have 4 dimensions, none of them empty. Received x=[3,7,9]. Pass [N,C,H,W].]`,
    );
  });
  test("a filter of three dimensions", () => {
    expect(() => outputOf({}, { filter: [3, 3, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d: filter must have 4 dimensions, none of them empty. Received filter=[3,3,3]. Pass [R,S,C,M].]`,
    );
  });
  test("channels that differ", () => {
    expect(() => outputOf({}, { filter: [3, 2, 5, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d: filter must take as many channels as x has. Received x=[2,3,7,9] filter=[3,2,5,1]. Pass a filter of shape [3,2,3,1].]`,
    );
  });
  test("a bias of another length", () => {
    expect(() => outputOf({}, { bias: [5] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d: bias must hold one number for each of the filter's 15 output channels. Received bias=[5]. Pass a bias of shape [15], or leave it out.]`,
    );
  });
  test("a filter larger than the input", () => {
    expect(() => outputOf({ dilations: [4, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d: the window must fit into the padded input, and spans 9 elements of its height. Received height=7. Use padding "same", a smaller window or a larger input.]`,
    );
  });
  test("params", () => {
    expect(() => outputOf({ strides: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d.strides: must be one or two positive integers. Received strides=0.]`,
    );
    expect(() => outputOf({ activation: "tanh" })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d.activation: must be "linear" or "relu". Received activation="tanh".]`,
    );
    expect(() => outputOf({ depthMultiplier: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: depthwiseConv2d: takes no such param. Received param=depthMultiplier. Known params: strides, padding, dilations, activation.]`,
    );
  });
});
