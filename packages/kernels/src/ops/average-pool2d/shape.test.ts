import { describe, expect, test } from "vitest";
import { shapesOf } from "../shared/evaluate.ts";
import { averagePool2d } from "./index.ts";

const outputOf = (params: Record<string, unknown> = {}, x = [2, 3, 7, 9]) =>
  shapesOf(averagePool2d, { x }, params)["y"];

describe("output shape", () => {
  test.each([
    [{}, [2, 3, 3, 4]],
    [{ padding: "same" }, [2, 3, 4, 5]],
    [{ poolSize: 3, strides: 1 }, [2, 3, 5, 7]],
    [{ poolSize: [3, 2], strides: [2, 4], padding: "same" }, [2, 3, 4, 3]],
    [
      {
        poolSize: [3, 4],
        padding: [
          [2, 0],
          [1, 3],
        ],
      },
      [2, 3, 3, 3],
    ],
  ])("%j gives %j", (given, expected) => expect(outputOf(given)).toEqual(expected));
});

describe("errors", () => {
  test("x without channels", () => {
    expect(() => outputOf({}, [7, 9])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: averagePool2d: x must have 4 dimensions, none of them empty. Received x=[7,9]. Pass [N,C,H,W].]`,
    );
  });
  test("an empty plane", () => {
    expect(() => outputOf({}, [2, 3, 0, 9])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: averagePool2d: x must have 4 dimensions, none of them empty. Received x=[2,3,0,9]. Pass [N,C,H,W].]`,
    );
  });
  test("a pool larger than the input", () => {
    expect(() => outputOf({ poolSize: 8 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: averagePool2d: the window must fit into the padded input, and spans 8 elements of its height. Received height=7. Use padding "same", a smaller window or a larger input.]`,
    );
  });
  test("padding as large as the pool", () => {
    const padding = [
      [0, 2],
      [0, 0],
    ];
    expect(() => outputOf({ poolSize: [2, 3], padding })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: averagePool2d: padding must be smaller than the pool, for a window of padding alone has no mean. Received padding=[[0,2],[0,0]] poolSize=[2,3]. Use padding "same", or less of it.]`,
    );
  });
  test("params", () => {
    expect(() => outputOf({ strides: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: averagePool2d.strides: must be one or two positive integers. Received strides=-1.]`,
    );
    expect(() => outputOf({ activation: "relu" })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: averagePool2d: takes no such param. Received param=activation. Known params: poolSize, strides, padding.]`,
    );
  });
});
