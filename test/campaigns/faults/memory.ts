import { ops } from "@tomograd/kernels";
import { fault, text, type Fault } from "./fault.ts";

/** What lies beside arrays, and what is in them before they are written: WebGPU hides both by clamping and zeros. */
export const memory: readonly Fault[] = [
  fault(
    ops.flatten,
    "a store behind the array, which is clamped",
    text("shared.transpose", "y[thread] =", "y[thread + params.extent] = 0.0;\n  y[thread] ="),
  ),
  fault(
    ops.relu,
    "a store far outside, which is clamped",
    text("relu.forward", "y[thread] =", "if (thread == 0u) { y[0xffffffu] = vec4f(); }\n  y[thread] ="),
  ),
  fault(
    ops.sum,
    "a store behind a scratch array",
    text("shared.sumPartials", "partial[thread] =", "partial[params.partials + 8u] = 0.0;\n  partial[thread] ="),
  ),
  fault(
    ops.softmax,
    "the largest value is looked for behind the row as well",
    text("softmax.forward", "k < columns; k++) { largest", "k <= columns; k++) { largest"),
  ),
  fault(
    ops.max,
    "a term too many is read, which a NaN hides",
    text("shared.max", "term < params.terms", "term < params.terms + params.splits"),
  ),
  fault(
    ops.maxPool2d,
    "a window reaches under the last row of the last plane",
    text("maxPool2d.forward", "min(top + poolH, H)", "min(top + poolH, H + 1)"),
  ),
  fault(
    ops.relu,
    "the output is read before it is written",
    text("relu.forward", "max(x[thread], vec4f())", "max(x[thread], min(y[thread], vec4f()))"),
  ),
  fault(
    ops.globalMaxPool2d,
    "the plane's maximum is compared with what the output holds",
    text(
      "globalMaxPool2d.forward",
      "valueAt(plane * size, first);",
      "both(valueAt(plane * size, first), vec2u(bitcast<u32>(y[plane]), 0u));",
    ),
  ),
  fault(
    ops.gather,
    "the gradient is added to what the array holds",
    text("gather.backward", "gradX[thread] = sum;", "gradX[thread] += sum;"),
  ),
  fault(
    ops.maxPool2d,
    "the gradient is written at the winner alone",
    text(
      "maxPool2d.backward",
      "gradX[plane * (H * W) + u32(h * W + w)] = select(0, gradient, h == row && w == column);",
      "if (h == row && w == column) { gradX[plane * (H * W) + u32(h * W + w)] = gradient; }",
      "windows",
    ),
  ),
  fault(
    ops.dense,
    "the last partial sum of a row is left as it was",
    text(
      "dense.partials",
      "partial[thread] =",
      "if (split + 1 < splits || splits == 1) { partial[thread] = sum; }\n  let unused =",
    ),
  ),
];
