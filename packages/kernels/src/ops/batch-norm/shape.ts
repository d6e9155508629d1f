import { ShapeError } from "../../errors.ts";
import { boolean, integer, oneOf, real, type ParamValues } from "../../op/params.ts";
import { formatShape, sizeOf, type Shape } from "../../shape.ts";
import { requireElements, requireSame } from "../shared/require.ts";

/** Epsilon must be above 0: it alone keeps a channel of equal values finite. */
export const params = {
  axis: integer(-1, -16, 15),
  momentum: real(0.99, 0, 1),
  epsilon: real(1e-3, 1e-12),
  training: boolean(true),
  varianceCorrection: oneOf("biased", "bessel"),
};

export type BatchNormParams = ParamValues<typeof params>;
export type BatchNormInput = "x" | "gamma" | "beta" | "movingMean" | "movingVariance";
export type BatchNormOutput = "y" | "newMovingMean" | "newMovingVariance" | "mean" | "variance";

/** x seen as [outer, channels, inner], with the channels along `axis`. */
export interface ChannelView {
  readonly outer: number;
  readonly channels: number;
  readonly inner: number;
}

/** Throws a ShapeError when x has no such axis. */
export function channelView(x: Shape, axis: number): ChannelView {
  const at = axis < 0 ? axis + x.length : axis;
  const channels = x[at];
  if (channels === undefined) {
    throw new ShapeError({
      subject: "batchNorm",
      rule: `axis must be from ${-x.length} to ${x.length - 1} for x of shape ${formatShape(x)}`,
      received: `axis=${axis}`,
      advice: "For NCHW data the channels are axis 1",
    });
  }
  return { outer: sizeOf(x.slice(0, at)), channels, inner: sizeOf(x.slice(at + 1)) };
}

/** Throws a ShapeError unless x has the axis and gamma, beta and the moving statistics are [C], C being its extent. */
export function shape(
  inputs: Readonly<Record<BatchNormInput, Shape>>,
  { axis }: BatchNormParams,
): Record<BatchNormOutput, Shape> {
  const { x } = inputs;
  if (x.length === 0)
    throw new ShapeError({ subject: "batchNorm", rule: "x must have at least one dimension", received: "x=[]" });
  requireElements("batchNorm", "x", x);
  const perChannel = [channelView(x, axis).channels];
  for (const name of ["gamma", "beta", "movingMean", "movingVariance"] as const) {
    requireSame("batchNorm", name, inputs[name], perChannel, `x's axis ${axis}`);
  }
  return { y: x, newMovingMean: perChannel, newMovingVariance: perChannel, mean: perChannel, variance: perChannel };
}
