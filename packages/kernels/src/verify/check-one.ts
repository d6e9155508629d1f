import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { checkBatch } from "./check-batch.ts";
import { checkCase, type CaseReport } from "./check-case.ts";
import { elementName } from "./compare.ts";
import { drawCase } from "./draw-case.ts";
import { gradcheckReference, type GradientError } from "./gradcheck.ts";
import type { Harness } from "./harness.ts";

interface OneOptions {
  readonly seed?: number | undefined;
  readonly compileOnly?: boolean | undefined;
  readonly bail?: boolean | undefined;
  /** False skips the central differences, which need no device. */
  readonly gradcheck?: boolean | undefined;
}

/** Everything that is checked of one case: the reference against itself first, then the kernels against the reference. */
export async function checkOne(
  harness: Harness,
  op: AnyOp,
  opCase: OpCase,
  { seed, compileOnly = false, bail = false, gradcheck = true }: OneOptions,
): Promise<CaseReport & { readonly gradients: readonly GradientError[] }> {
  const given = seed === undefined ? {} : { seed };
  const before: string[] = [];
  const gradients: GradientError[] = [];
  if (!compileOnly) {
    before.push(...checkBatch(op, drawCase(op, opCase, seed)));
    if (gradcheck) gradients.push(...gradcheckReference(op, opCase, given));
    before.push(...gradients.filter(({ ok }) => !ok).map(describeGradient));
  }
  const failures = before.map((text) => `${opCase.name}: ${text}`);
  if (bail && failures.length > 0) return { case: opCase.name, seed: 0, variants: [], arrays: [], failures, gradients };
  const report = await checkCase(harness, op, opCase, { ...given, compileOnly, bail });
  return { ...report, failures: [...failures, ...report.failures], gradients };
}

export function describeGradient({ input, shape, worst, maxError, bound }: GradientError): string {
  const where =
    worst.index === "direction"
      ? `grad ${input} along a random direction`
      : elementName(`grad ${input}`, worst.index, shape);
  return `${where} of the reference is ${worst.analytic}, differences say ${worst.numeric}: error ${maxError.toExponential(2)}, bound ${bound.toExponential(2)}`;
}
