import { ShapeError } from "../../errors.ts";
import { oneOf, padding, pair, type ParamValues } from "../../op/params.ts";
import { formatShape, type Shape } from "../../shape.ts";
import { placeWindows } from "../window.ts";
import { requireFour } from "./require.ts";

/** What places a filter on its input, and what is fused behind it. */
export const filterParams = {
  strides: pair([1, 1]),
  padding: padding(),
  dilations: pair([1, 1]),
  activation: oneOf("linear", "relu"),
};

export type FilterParams = ParamValues<typeof filterParams>;

/** A filter on its input, whatever it does to channels. */
export type FilterGeometry = {
  readonly C: number;
  readonly H: number;
  readonly W: number;
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

/** Checks a filter [R,S,C,last] and places it on x [N,C,H,W]; throws a ShapeError where they do not go together. */
export function placeFilter(
  subject: string,
  x: Shape,
  filter: Shape,
  letters: string,
  given: FilterParams,
): FilterGeometry & { readonly last: number } {
  const [, C, H, W] = requireFour(subject, "x", x, "[N,C,H,W]");
  const [R, S, inChannels, last] = requireFour(subject, "filter", filter, letters);
  if (inChannels !== C) {
    throw new ShapeError({
      subject,
      rule: "filter must take as many channels as x has",
      received: `x=${formatShape(x)} filter=${formatShape(filter)}`,
      advice: `Pass a filter of shape ${formatShape([R, S, C, last])}`,
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
  return { C, H, W, last, R, S, outH: rows.out, outW: columns.out, ...steps, ...padding };
}

/** Throws a ShapeError unless a bias, where there is one, has a number for each of `channels` output channels. */
export function requireBias(subject: string, bias: Shape | undefined, channels: number): void {
  if (!bias || (bias.length === 1 && bias[0] === channels)) return;
  throw new ShapeError({
    subject,
    rule: `bias must hold one number for each of the filter's ${channels} output channels`,
    received: `bias=${formatShape(bias)}`,
    advice: `Pass a bias of shape [${channels}], or leave it out`,
  });
}
