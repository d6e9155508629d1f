import type { Conv2dGeometry } from "./shape.ts";

/**
 * A correlation of `[N,inChannels,inH,inW]` with a packed filter. Both passes over pixels are one: forward as it stands,
 * backward-input with the planes swapped, the filter flipped, and `up` - 1 zeros between the rows and columns of its input.
 */
export type Correlation = {
  readonly inChannels: number;
  readonly inH: number;
  readonly inW: number;
  readonly outChannels: number;
  readonly outH: number;
  readonly outW: number;
  readonly R: number;
  readonly S: number;
  readonly strideH: number;
  readonly strideW: number;
  readonly dilationH: number;
  readonly dilationW: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly upH: number;
  readonly upW: number;
  readonly relu: boolean;
};

/** The forward pass as a correlation. */
export function forwardCorrelation(g: Conv2dGeometry, relu: boolean): Correlation {
  const { R, S, strideH, strideW, dilationH, dilationW, padTop, padLeft } = g;
  const read = { inChannels: g.C, inH: g.H, inW: g.W, upH: 1, upW: 1 };
  const written = { outChannels: g.K, outH: g.outH, outW: g.outW, relu };
  return { ...read, ...written, R, S, strideH, strideW, dilationH, dilationW, padTop, padLeft };
}

/** The gradient of x as a correlation of the upstream gradient. */
export function backwardCorrelation(g: Conv2dGeometry): Correlation {
  const { R, S, dilationH, dilationW } = g;
  const read = { inChannels: g.K, inH: g.outH, inW: g.outW, upH: g.strideH, upW: g.strideW };
  const written = { outChannels: g.C, outH: g.H, outW: g.W, relu: false };
  const padding = { padTop: dilationH * (R - 1) - g.padTop, padLeft: dilationW * (S - 1) - g.padLeft };
  return { ...read, ...written, R, S, strideH: 1, strideW: 1, dilationH, dilationW, ...padding };
}
