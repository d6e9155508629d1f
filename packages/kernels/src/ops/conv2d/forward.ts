import { correlation } from "./correlation.ts";

/** `y = activation(sum over c, r, s of x * filter + bias)` */
export const forward = correlation("conv2d.forward");
