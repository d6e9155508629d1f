import { ops } from "@tomograd/kernels";
import { fault, text, type Fault } from "./fault.ts";

/** Right formulas that lose digits, and values at the ends of what a float can be. */
export const precision: readonly Fault[] = [
  fault(
    ops.conv2d,
    "sums are rounded to half precision",
    text("conv2d.forward", "var value = sum[i];", "var value = quantizeToF16(sum[i]);", "plain"),
  ),
  fault(
    ops.matmul,
    "factors are rounded to half precision",
    text("matmul.product", "* right;", "* quantizeToF16(right);", "private"),
  ),
  fault(
    ops.batchNorm,
    "the variance is the mean of squares less the square of the mean",
    text("batchNorm.statistics", "let shift = x[place(split, channel)];", "let shift = 0.0;"),
  ),
  fault(
    ops.sigmoidBce,
    "log(1 + e) has no digits where e is small",
    text("sigmoidBce.forward", "logOnePlus(exp(-abs(z)))", "log(1.0 + exp(-abs(z)))"),
  ),
  fault(
    ops.sigmoidBce,
    "the exponential overflows",
    text("sigmoidBce.forward", "logOnePlus(exp(-abs(z)))", "logOnePlus(exp(-z)) + min(z, 0.0)"),
  ),
  fault(
    ops.softmax,
    "exponentials are not relative to the largest",
    text("softmax.forward", "exp(x[start + k] - largest)", "exp(x[start + k])"),
  ),
  fault(ops.exp, "e is written with four digits", text("exp.forward", "exp(", "pow(vec4f(2.718), ")),
  fault(
    ops.elu,
    "exp(x) - 1 has no digits where x is small",
    text("elu.forward", "abs(x) <= vec4f(0.5)", "abs(x) < vec4f()"),
  ),
  fault(ops.erf, "the last terms of a series are left out", text("erf.forward", "0.00126758668233", "0.0")),
  fault(
    ops.adam,
    "epsilon stands within the root",
    text("adam.update", "(sqrt(v) + params.epsilon)", "sqrt(v + params.epsilon)"),
  ),
  fault(ops.batchNorm, "epsilon is forgotten", text("batchNorm.normaliseAlong", "+ params.epsilon", "")),
  fault(
    ops.nonFinite,
    "infinity counts as finite",
    text("nonFinite.scan", "(x[i] & 0x7f800000u) == 0x7f800000u", "(x[i] & 0x7fffffffu) > 0x7f800000u"),
  ),
  fault(
    ops.tanh,
    "exp(x) - 1 has no digits where x is small",
    text("tanh.forward", "expMinusOne(-2.0 * abs(x))", "exp(-2.0 * abs(x)) - 1.0"),
  ),
];
