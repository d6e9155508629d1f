import { ShapeError } from "../../errors.ts";
import { oneOf, padding, pair, type ParamValues } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { placeWindows } from "../window.ts";

const subject = "conv2d";

export const params = {
  strides: pair([1, 1]),
  padding: padding(),
  dilations: pair([1, 1]),
  activation: oneOf("linear", "relu"),
};

export type Conv2dParams = ParamValues<typeof params>;

/** Everything about one convolution but the batch size: the constants of its kernels. */
export type Conv2dGeometry = {
  readonly C: number;
  readonly H: number;
  readonly W: number;
  readonly K: number;
  readonly R: number;
  readonly S: number;
  readonly outH: number;
  readonly outW: number;
  readonly strideH: number;
  readonly strideW: number;
  readonly dilationH: number;
  readonly dilationW: number;
  readonly padTop: number;
  readonly padLeft: number;
};

/** Checks the shapes and places the filter on the input; throws a ShapeError where they do not go together. */
export function geometry(x: Shape, filter: Shape, given: Conv2dParams): Conv2dGeometry {
  const [, C, H, W] = fourPositive("x", x, "[N,C,H,W]");
  const [R, S, inChannels, K] = fourPositive("filter", filter, "[R,S,C,K]");
  if (inChannels !== C) {
    throw new ShapeError({
      subject,
      rule: "filter must take as many channels as x has",
      received: `x=${formatShape(x)} filter=${formatShape(filter)}`,
      advice: `Pass a filter of shape ${formatShape([R, S, C, K])}`,
    });
  }
  const [rows, columns] = placeWindows(subject, [H, W], { ...given, size: [R, S] });
  const steps = {
    strideH: rows.stride,
    strideW: columns.stride,
    dilationH: rows.dilation,
    dilationW: columns.dilation,
  };
  const padding = { padTop: rows.before, padLeft: columns.before };
  return { C, H, W, K, R, S, outH: rows.out, outW: columns.out, ...steps, ...padding };
}

/** `[N,C,H,W]`, `[R,S,C,K]` and `[K]` to `[N,K,outH,outW]`. */
export function outputShape(x: Shape, filter: Shape, bias: Shape | undefined, given: Conv2dParams): Shape {
  const { K, outH, outW } = geometry(x, filter, given);
  if (bias && (bias.length !== 1 || bias[0] !== K)) {
    throw new ShapeError({
      subject,
      rule: `bias must hold one number for each of the filter's ${K} output channels`,
      received: `bias=${formatShape(bias)}`,
      advice: `Pass a bias of shape [${K}], or leave it out`,
    });
  }
  return [x[0]!, K, outH, outW];
}

function fourPositive(name: string, shape: Shape, letters: string): readonly [number, number, number, number] {
  const [a, b, c, d] = shape;
  if (shape.length !== 4 || !a || !b || !c || !d) {
    throw new ShapeError({
      subject,
      rule: `${name} must have 4 dimensions, none of them empty`,
      received: `${name}=${formatShape(shape)}`,
      advice: `Pass ${letters}`,
    });
  }
  return [a, b, c, d];
}
