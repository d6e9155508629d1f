import { describe, expect, test } from "vitest";
import { ShapeError } from "../errors.ts";
import {
  boolean,
  integer,
  oneOf,
  optionalIntegers,
  optionalPair,
  optionalReal,
  padding,
  pair,
  real,
  resolveParams,
  type Param,
} from "./params.ts";

const specs = {
  count: integer(2, 1, 10),
  rate: real(0.5, 0, 1),
  any: real(0),
  alpha: optionalReal(0, 1),
  training: boolean(true),
  activation: oneOf("linear", "relu"),
  strides: pair([1, 1]),
  poolSize: optionalPair(),
  axes: optionalIntegers(-2, 1),
  padding: padding(),
};

test("what is left out, or undefined, takes its fallback", () => {
  const fallbacks = {
    count: 2,
    rate: 0.5,
    any: 0,
    alpha: undefined,
    training: true,
    activation: "linear",
    strides: [1, 1],
    poolSize: undefined,
    axes: undefined,
    padding: "valid",
  };
  expect(resolveParams("thing", specs)).toEqual(fallbacks);
  expect(resolveParams("thing", specs, { count: undefined })).toEqual(fallbacks);
});

test("what is given is taken as it is, one integer standing for a pair", () => {
  const given = {
    count: 1,
    rate: 1,
    alpha: 0.25,
    training: false,
    activation: "relu",
    strides: 3,
    poolSize: [2, 5],
    axes: -2,
    padding: [
      [0, 1],
      [2, 3],
    ],
  };
  expect(resolveParams("thing", specs, given)).toEqual({ ...given, any: 0, strides: [3, 3], axes: [-2] });
});

test("an unknown param is refused with those that exist", () => {
  const resolve = (): unknown => resolveParams("thing", { count: specs.count, rate: specs.rate }, { cuont: 1 });
  expect(resolve).toThrow(ShapeError);
  expect(resolve).toThrow("thing: takes no such param. Received param=cuont. Known params: count, rate.");
  expect(() => resolveParams("thing", {}, { toString: 1 })).toThrow(
    "thing: takes no such param. Received param=toString. Known params: none.",
  );
});

describe("what a param does not take is refused with its rule and what was received", () => {
  test.each<[keyof typeof specs, unknown, string]>([
    ["count", 0, "thing.count: must be an integer from 1 to 10. Received count=0."],
    ["alpha", 2, "thing.alpha: must be a number from 0 to 1. Received alpha=2."],
    ["count", 1.5, "thing.count: must be an integer from 1 to 10. Received count=1.5."],
    ["count", "3", 'thing.count: must be an integer from 1 to 10. Received count="3".'],
    ["rate", 1.01, "thing.rate: must be a number from 0 to 1. Received rate=1.01."],
    ["any", true, "thing.any: must be a finite number. Received any=true."],
    ["training", 1, "thing.training: must be true or false. Received training=1."],
    ["activation", "elu", 'thing.activation: must be "linear" or "relu". Received activation="elu".'],
    ["strides", [1, 0], "thing.strides: must be one or two positive integers. Received strides=[1,0]."],
    ["strides", [1, 2, 3], "thing.strides: must be one or two positive integers. Received strides=[1,2,3]."],
    ["axes", [0, 2], "thing.axes: must be one or more integers from -2 to 1. Received axes=[0,2]."],
    ["axes", "0", 'thing.axes: must be one or more integers from -2 to 1. Received axes="0".'],
    ["poolSize", -1, "thing.poolSize: must be one or two positive integers. Received poolSize=-1."],
    [
      "padding",
      "full",
      'thing.padding: must be "valid", "same" or [[top,bottom],[left,right]]. Received padding="full".',
    ],
    [
      "padding",
      [
        [0, -1],
        [0, 0],
      ],
      'thing.padding: must be "valid", "same" or [[top,bottom],[left,right]]. Received padding=[[0,-1],[0,0]].',
    ],
  ])("%s = %j", (name, value, message) => {
    expect(() => resolveParams("thing", specs, { [name]: value })).toThrow(new ShapeError(partsOf(message)));
  });

  test.each([NaN, Infinity])("%d is no finite number, and is shown as it is", (value) => {
    expect(() => resolveParams("thing", specs, { any: value })).toThrow(
      `thing.any: must be a finite number. Received any=${value}.`,
    );
  });

  test("a value that JSON cannot show is still refused", () => {
    const one: Record<string, Param<unknown>> = { any: specs.any };
    expect(() => resolveParams("thing", one, { any: () => 1 })).toThrow(
      "thing.any: must be a finite number. Received any=",
    );
  });
});

function partsOf(message: string): { subject: string; rule: string; received: string } {
  const [, subject, rule, received] = /^([^:]+): (.*)\. Received (.*)\.$/.exec(message)!;
  return { subject: subject!, rule: rule!, received: received! };
}
