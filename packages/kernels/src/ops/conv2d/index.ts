import { defineOp } from "../../op/define-op.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf } from "../../shape.ts";
import { masked } from "../relu/masked.ts";
import { backwardFilter, masksItself, splitLimits } from "./backward-filter.ts";
import { backwardInput } from "./backward-input.ts";
import { cases, fuzz } from "./cases.ts";
import { forward } from "./forward.ts";
import { pack, packedSize } from "./pack.ts";
import { backwardCorrelation, forwardCorrelation, type Correlation } from "./planes.ts";
import { reference } from "./reference.ts";
import { geometry, outputShape, params, type Conv2dGeometry } from "./shape.ts";
import { splitRows, type Splits } from "./splits.ts";
import { sumSplits } from "./sum-splits.ts";

/**
 * Two-dimensional cross-correlation with optional bias and fused relu, as in Keras `Conv2D` with channels first:
 * `y[n,k,i,j] = activation(sum_{c,r,s} x[n,c, i*strideH + r*dilationH - top, j*strideW + s*dilationW - left] filter[r,s,c,k] + bias[k])`.
 *
 * x `[N,C,H,W]`, filter `[R,S,C,K]`, bias `[K]`, y `[N,K,outH,outW]`; padding counts as 0. The gradient of relu at
 * exactly 0 is 0. Throws a ShapeError where shapes do not go together or no window fits.
 * Source: Keras `layers.Conv2D`, TensorFlow `nn.convolution` for `"same"`.
 *
 * @example
 * const { y } = device.forward(conv2d, { x, filter, bias }, resolveParams("conv2d", conv2d.params, { padding: "same" }));
 */
export const conv2d = defineOp({
  name: "conv2d",
  summary: "Two-dimensional cross-correlation with optional bias and fused relu.",
  formula:
    "y[n,k,i,j] = activation(sum_{c,r,s} x[n,c,i*stride+r*dilation-top,j*stride+s*dilation-left] * filter[r,s,c,k] + bias[k])",
  inputs: {
    x: { describe: "[N,C,H,W]" },
    filter: { describe: "[R,S,C,K]" },
    bias: { optional: true, describe: "[K]" },
  },
  outputs: { y: { describe: "[N,K,outH,outW]" } },
  params,
  shape: ({ x, filter, bias }, given) => ({ y: outputShape(x, filter, bias, given) }),
  batch: ["x", "y"],
  saves: ({ activation }) => (activation === "relu" ? ["x", "filter", "y"] : ["x", "filter"]),

  forward(run, { x, filter, bias, y }, given) {
    const constants = forwardCorrelation(geometry(x.shape, filter.shape, given), given.activation === "relu");
    const packed = packFor(run, forward, constants, filter, false);
    run(forward, { x, packed, bias, y }, { constants, params: { N: x.shape[0]! } });
  },

  vjp(run, values, { y: upstream }, wanted, given) {
    if (!upstream) return;
    const { x, filter } = values;
    const g = geometry(x.shape, filter.shape, given);
    const N = x.shape[0]!;
    const filterVariant = run.variant(backwardFilter, g);
    // The gradient of x reads every element many times: there a pass of its own is cheaper than a mask on each.
    const inPass = wanted.x !== undefined || !masksItself(filterVariant);
    const isRelu = given.activation === "relu";
    const gradY = isRelu && inPass ? masked(run, values.y, upstream) : upstream;
    if (wanted.x) {
      const constants = backwardCorrelation(g);
      const packed = packFor(run, backwardInput, constants, filter, true);
      run(backwardInput, { x: gradY, packed, bias: undefined, y: wanted.x }, { constants, params: { N } });
    }
    if (wanted.filter ?? wanted.bias) {
      const split = splitRows(N, g.outH, sizeOf(filter.shape), splitLimits(filterVariant));
      const partial = run.scratch([split.splits, sizeOf(filter.shape)]);
      const partialBias = wanted.bias && run.scratch([split.splits, g.K]);
      const y = isRelu && !inPass ? values.y : undefined;
      run(backwardFilter, { x, gradY, y, partial, partialBias }, { constants: g, params: split });
      if (wanted.filter) sum(run, partial, wanted.filter, split);
      if (wanted.bias && partialBias) sum(run, partialBias, wanted.bias, split);
    }
  },

  reference,
  accumulation: ({ x, filter }, given) => longestSum(x![0]!, geometry(x!, filter!, given)),
  flops: ({ filter, y }) => (2 * sizeOf(y!) * sizeOf(filter!)) / filter![3]!,
  cases,
  fuzz,
});

function packFor(
  run: Launcher,
  kernel: typeof forward,
  g: Correlation,
  filter: ArrayHandle,
  flipped: boolean,
): ArrayHandle {
  const { channels } = run.variant(kernel, g);
  const [C, K] = flipped ? [g.outChannels, g.inChannels] : [g.inChannels, g.outChannels];
  const constants = { R: g.R, S: g.S, C, K, channels, flipped };
  const packed = run.scratch([packedSize(constants)]);
  run(pack, { weights: filter, packed }, { constants, params: {} });
  return packed;
}

function sum(run: Launcher, partial: ArrayHandle, total: ArrayHandle, { splits }: Splits): void {
  const count = sizeOf(total.shape);
  run(sumSplits, { partial, total }, { constants: {}, params: { count, splits } });
}

const longestSum = (N: number, { C, K, R, S, outH, outW }: Conv2dGeometry): number =>
  Math.max(C * R * S + 1, K * R * S, N * outH * outW);
