import type { AnyOp } from "../op/any-op.ts";
import type { CaseShapes } from "./case-shapes.ts";
import { traceOp } from "./trace-op.ts";

/** The distance from 1 to the next float32. Half of it is the largest error of one rounding. */
export const FLOAT32_EPSILON = 2 ** -23;

/** Central differences in float64. */
export const GRADCHECK = {
  /** The error of a difference is about step^2 from the curvature and 1e-16 / step from rounding: 1e-6 balances them. */
  step: 1e-6,
  /** Gradients smaller than this are not told from 0. */
  absolute: 1e-6,
  /** Rounding leaves about 1e-10 of the largest value, more where it is a long sum. */
  rounding: 1e-9,
  /** A wrong factor, be it 1.001, is far above this, the curvature of smooth functions far below. */
  relative: 1e-4,
} as const;

/**
 * A sum of n float32 terms in any order: each addition rounds by half an epsilon of the partial sum, and n independent
 * roundings add up to the root of n. The factor covers partial sums larger than the result, and kernels that multiply
 * before they add (WGSL lets a device fuse and reassociate both).
 */
const ACCUMULATION = 8;

/** Errors of WGSL's built-ins in epsilons (WGSL, section "Floating point accuracy"), found in the text of the kernels. */
const BUILT_INS: readonly { readonly found: RegExp; readonly epsilons: number; readonly reason: string }[] = [
  { found: /\bexp2?\s*\(/, epsilons: 16, reason: "3 + 2|x| ULP, for |x| up to 6.5" },
  { found: /\blog2?\s*\(/, epsilons: 4, reason: "3 ULP, and 2^-21 absolute between 0.5 and 2" },
  { found: /\bpow\s*\(/, epsilons: 40, reason: "inherited from exp2(y * log2(x))" },
  { found: /\b(?:tanh|sinh|cosh)\s*\(/, epsilons: 84, reason: "1e-5 absolute" },
  { found: /\b(?:sin|cos)\s*\(/, epsilons: 4096, reason: "2^-11 absolute between -pi and pi" },
  { found: /\binverseSqrt\s*\(/, epsilons: 2, reason: "2 ULP" },
  { found: /\b(?:sqrt|length|distance|normalize)\s*\(/, epsilons: 4.5, reason: "inherited from 1 / inverseSqrt(x)" },
  { found: /[\w)\]]\s*\/=?\s*[\w(]/, epsilons: 2.5, reason: "division: 2.5 ULP" },
];

const COMMENTS = /\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** How far a device may be from the reference, as a share of the largest value: from the op's longest sum and the built-ins that its kernels call. */
export function toleranceOf(op: AnyOp, drawn: CaseShapes): number {
  const text = traceOp(op, drawn)
    .map(({ code }) => code.replace(COMMENTS, ""))
    .join("\n");
  const builtIns = BUILT_INS.filter(({ found }) => found.test(text)).reduce((sum, { epsilons }) => sum + epsilons, 0);
  return (
    FLOAT32_EPSILON * (ACCUMULATION * Math.sqrt(Math.max(1, op.accumulation(drawn.shapes, drawn.params))) + builtIns)
  );
}
