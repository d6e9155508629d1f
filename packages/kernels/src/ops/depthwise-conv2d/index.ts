import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { masked } from "../relu/masked.ts";
import { backwardBias, backwardFilter } from "./backward-filter.ts";
import { backwardInput } from "./backward-input.ts";
import { cases, fuzz } from "./cases.ts";
import { forward } from "./forward.ts";
import { reference } from "./reference.ts";
import { geometry, outputShape, params } from "./shape.ts";

/**
 * Cross-correlation of each channel with filters of its own, with optional bias and fused relu, as in Keras
 * `DepthwiseConv2D` with channels first:
 * `y[n,c*M+m,i,j] = activation(sum_{r,s} x[n,c, i*strideH + r*dilationH - top, j*strideW + s*dilationW - left] filter[r,s,c,m] + bias[c*M+m])`.
 *
 * x `[N,C,H,W]`, filter `[R,S,C,M]`, bias `[C*M]`, y `[N,C*M,outH,outW]`; padding counts as 0. The gradient of relu at
 * exactly 0 is 0. Throws a ShapeError where shapes do not go together or no window fits.
 * Source: Keras `layers.DepthwiseConv2D`, TensorFlow `nn.depthwise_conv2d` for the order of channels.
 *
 * @example
 * const params = resolveParams("depthwiseConv2d", depthwiseConv2d.params, { padding: "same" });
 * const { y } = device.forward(depthwiseConv2d, { x, filter, bias }, params);
 */
export const depthwiseConv2d = defineOp({
  name: "depthwiseConv2d",
  summary: "Cross-correlation of each channel with filters of its own, with optional bias and fused relu.",
  formula:
    "y[n,c*M+m,i,j] = activation(sum_{r,s} x[n,c,i*stride+r*dilation-top,j*stride+s*dilation-left] * filter[r,s,c,m] + bias[c*M+m])",
  inputs: {
    x: { describe: "[N,C,H,W]" },
    filter: { describe: "[R,S,C,M]" },
    bias: { optional: true, describe: "[C*M]" },
  },
  outputs: { y: { describe: "[N,C*M,outH,outW]" } },
  params,
  shape: ({ x, filter, bias }, given) => ({ y: outputShape(x, filter, bias, given) }),
  batch: ["x", "y"],
  saves: ({ activation }) => (activation === "relu" ? ["x", "filter", "y"] : ["x", "filter"]),

  forward(run, { x, filter: weights, bias, y }, given) {
    const constants = { ...geometry(x.shape, weights.shape, given), relu: given.activation === "relu" };
    run(forward, { x, weights, bias, y }, { constants, params: { N: x.shape[0]! } });
  },

  vjp(run, saved, { y: upstream }, wanted, given) {
    if (!upstream) return;
    const { x, filter: weights } = saved;
    const values = { constants: geometry(x.shape, weights.shape, given), params: { N: x.shape[0]! } };
    const gradY = given.activation === "relu" ? masked(run, saved.y, upstream) : upstream;
    if (wanted.x) run(backwardInput, { gradY, weights, gradX: wanted.x }, values);
    if (wanted.filter) run(backwardFilter, { x, gradY, gradFilter: wanted.filter }, values);
    if (wanted.bias) run(backwardBias, { gradY, gradBias: wanted.bias }, values);
  },

  reference,
  /** The longest of a window, all that an element of x goes into, and all pixels of a channel. */
  accumulation: ({ x, filter }, given) => {
    const { R, S, M, outH, outW } = geometry(x!, filter!, given);
    return Math.max(R * S * M + 1, x![0]! * outH * outW);
  },
  flops: ({ filter, y }) => 2 * sizeOf(y!) * filter![0]! * filter![1]!,
  cases,
  fuzz,
});
