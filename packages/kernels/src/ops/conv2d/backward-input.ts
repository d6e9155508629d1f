import { correlation } from "./correlation.ts";

/** The gradient of x: the upstream gradient, spread by the strides, correlated with the rotated filter. */
export const backwardInput = correlation("conv2d.backwardInput");
