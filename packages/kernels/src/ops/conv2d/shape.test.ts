import { describe, expect, test } from "vitest";
import { resolveParams } from "../../op/params.ts";
import { geometry, outputShape, params } from "./shape.ts";

const x = [2, 3, 7, 9];
const filter = [3, 2, 3, 5];
const place = (given: Record<string, unknown> = {}, shapes = { x, filter }) =>
  geometry(shapes.x, shapes.filter, resolveParams("conv2d", params, given));
const outputOf = (given: Record<string, unknown> = {}, bias?: number[]) =>
  outputShape(x, filter, bias, resolveParams("conv2d", params, given));

describe("output shape", () => {
  test.each([
    [{}, [2, 5, 5, 8]],
    [{ padding: "same" }, [2, 5, 7, 9]],
    [{ strides: [2, 3] }, [2, 5, 3, 3]],
    [{ strides: 4, padding: "same" }, [2, 5, 2, 3]],
    [{ dilations: [3, 8] }, [2, 5, 1, 1]],
    [
      {
        padding: [
          [1, 2],
          [0, 4],
        ],
      },
      [2, 5, 8, 12],
    ],
  ])("%j gives %j", (given, expected) => expect(outputOf(given, [5])).toEqual(expected));
});

describe("same padding", () => {
  test("puts the smaller half of an odd padding before", () => {
    expect(place({ padding: "same" })).toMatchObject({ padTop: 1, padLeft: 0 });
    expect(place({ padding: "same" }, { x: [1, 1, 8, 8], filter: [4, 5, 1, 1] })).toMatchObject({
      padTop: 1,
      padLeft: 2,
    });
  });
  test("depends on the strides", () => {
    expect(place({ padding: "same", strides: 2 }, { x: [1, 1, 8, 7], filter: [3, 3, 1, 1] })).toMatchObject({
      padTop: 0,
      padLeft: 1,
    });
  });
  test("is nothing where strides skip more than the filter spans", () => {
    expect(place({ padding: "same", strides: 5 }, { x: [1, 1, 8, 8], filter: [2, 2, 1, 1] })).toMatchObject({
      padTop: 0,
      outH: 2,
    });
  });
});

describe("errors", () => {
  test("x without channels", () => {
    expect(() => place({}, { x: [3, 7, 9], filter })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: x must have 4 dimensions, none of them empty. Received x=[3,7,9]. Pass [N,C,H,W].]`,
    );
  });
  test("an empty batch", () => {
    expect(() => place({}, { x: [0, 3, 7, 9], filter })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: x must have 4 dimensions, none of them empty. Received x=[0,3,7,9]. Pass [N,C,H,W].]`,
    );
  });
  test("a filter of three dimensions", () => {
    expect(() => place({}, { x, filter: [3, 3, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: filter must have 4 dimensions, none of them empty. Received filter=[3,3,3]. Pass [R,S,C,K].]`,
    );
  });
  test("channels that differ", () => {
    expect(() => place({}, { x, filter: [3, 2, 5, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: filter must take as many channels as x has. Received x=[2,3,7,9] filter=[3,2,5,3]. Pass a filter of shape [3,2,3,3].]`,
    );
  });
  test("a bias of another length", () => {
    expect(() => outputOf({}, [3])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: bias must hold one number for each of the filter's 5 output channels. Received bias=[3]. Pass a bias of shape [5], or leave it out.]`,
    );
  });
  test("a filter larger than the input", () => {
    expect(() => place({ dilations: [4, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: the window must fit into the padded input, and spans 9 elements of its height. Received height=7. Use padding "same", a smaller window or a larger input.]`,
    );
  });
  test("a filter larger than the padded input", () => {
    expect(() =>
      place({
        dilations: [1, 12],
        padding: [
          [0, 0],
          [1, 1],
        ],
      }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: the window must fit into the padded input, and spans 13 elements of its width. Received width=9 (11 with padding). Use padding "same", a smaller window or a larger input.]`,
    );
  });
  test("params", () => {
    expect(() => place({ strides: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d.strides: must be one or two positive integers. Received strides=0.]`,
    );
    expect(() => place({ padding: "full" })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d.padding: must be "valid", "same" or [[top,bottom],[left,right]]. Received padding="full".]`,
    );
    expect(() => place({ activation: "tanh" })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d.activation: must be "linear" or "relu". Received activation="tanh".]`,
    );
    expect(() => place({ groups: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: takes no such param. Received param=groups. Known params: strides, padding, dilations, activation.]`,
    );
  });
});
