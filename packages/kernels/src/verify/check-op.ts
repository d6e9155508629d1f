import type { AnyOp, OpCase } from "../op/define-op.ts";
import { batchOfOne, constantsWithBatch } from "./batch-of-one.ts";
import { checkCase, type CaseReport } from "./check-case.ts";
import { elementName, type ArrayError } from "./compare.ts";
import { gradcheckReference, type GradientError } from "./gradcheck.ts";
import type { Harness } from "./harness.ts";
import { seededRandom } from "./random.ts";
import { shapesOf, workOf } from "./case-shapes.ts";

export interface CheckOptions {
  /** Fuzzed shapes to try; 10 by default. Ignored by ops without `fuzz`. */
  readonly fuzz?: number;
  /** Of the first fuzzed shape; the others count on from it. */
  readonly seed?: number;
  /** Also the cases tagged `large` and those beyond `maxWork`; otherwise their kernels are compiled, but not compared. */
  readonly large?: boolean;
  /** Multiplications (as `workOf` estimates them) that the reference may spend on a case. */
  readonly maxWork?: number;
  /** False skips the central differences, which need no device. */
  readonly gradcheck?: boolean;
  /** Called before every case. */
  readonly onCase?: (name: string) => void;
}

/** One row of `op check`. */
export interface OpReport {
  readonly op: string;
  /** Cases that were compared, fuzzed ones included. */
  readonly cases: number;
  /** Names of the cases that were too large to compare. */
  readonly compiledOnly: readonly string[];
  readonly seed: number;
  /** `kernel/variant` of everything that compiled. */
  readonly variants: readonly string[];
  /** The array that came closest to its bound (or passed it); undefined without an adapter. */
  readonly worst: ArrayError | undefined;
  /** The gradient that came closest to its bound; undefined for an op without gradients. */
  readonly gradcheck: GradientError | undefined;
  readonly failures: readonly string[];
  /** Options with which the first failure comes again, after the fewest fuzzed shapes; undefined where nothing failed. */
  readonly repeat: { readonly seed: number; readonly fuzz: number } | undefined;
}

/**
 * Verifies one op: its reference's gradients against central differences, and its kernels against the reference, on
 * every case, with a batch of 1, and on fuzzed shapes.
 *
 * @example
 * const harness = new Harness({ openNull });
 * const { failures } = await checkOp(harness, myOp, { fuzz: 20, seed: 7 });
 */
export async function checkOp(harness: Harness, op: AnyOp, options: CheckOptions = {}): Promise<OpReport> {
  const { fuzz = 10, seed = 1, large = false, maxWork = 1e7 } = options;
  const reports: CaseReport[] = [];
  const gradients: GradientError[] = [];
  const failures: string[] = [];
  const compiledOnly: string[] = [];
  const check = async (
    opCase: OpCase,
    given: { readonly seed?: number; readonly from?: OpCase } = {},
  ): Promise<void> => {
    options.onCase?.(opCase.name);
    try {
      if (given.from) failures.push(...constantsWithBatch(op, given.from, opCase));
      const compileOnly = !large && (opCase.tags?.includes("large") || workOf(op, shapesOf(op, opCase)) > maxWork);
      if (compileOnly) compiledOnly.push(opCase.name);
      if (!compileOnly && options.gradcheck !== false) {
        const errors = gradcheckReference(op, opCase, given);
        gradients.push(...errors);
        failures.push(...errors.filter(({ ok }) => !ok).map((error) => `${opCase.name}: ${describeGradient(error)}`));
      }
      const report = await checkCase(harness, op, opCase, { ...given, compileOnly });
      reports.push(report);
      failures.push(...report.failures);
    } catch (error) {
      failures.push(`${opCase.name}: ${messageOf(error)}`);
    }
  };
  for (const opCase of op.cases) {
    await check(opCase);
    const single = batchOfOne(op, opCase);
    if (single) await check(single, { from: opCase });
  }
  let repeat: OpReport["repeat"] = failures.length > 0 ? { seed, fuzz: 0 } : undefined;
  for (let drawn = seed; op.fuzz && drawn < seed + fuzz; drawn += 1) {
    try {
      await check(fuzzCase(op, drawn), { seed: drawn });
    } catch (error) {
      failures.push(`fuzz seed ${drawn}: ${messageOf(error)}`);
    }
    if (failures.length > 0) repeat ??= { seed: drawn, fuzz: 1 };
  }
  return {
    op: op.name,
    cases: reports.length - compiledOnly.length,
    compiledOnly,
    seed,
    variants: [...new Set(reports.flatMap(({ variants }) => variants))].sort(),
    worst: closest(reports.flatMap(({ arrays }) => arrays)),
    gradcheck: closest(gradients),
    failures,
    repeat,
  };
}

/** The case that an op's `fuzz` draws from a seed; its name tells the seed. */
export function fuzzCase(op: AnyOp, seed: number): OpCase {
  const drawn = op.fuzz!(seededRandom(seed));
  return { ...drawn, name: `fuzz seed ${seed} ${JSON.stringify(drawn.inputs)} ${JSON.stringify(drawn.params ?? {})}` };
}

export function describeGradient({ input, shape, worst, maxError, bound }: GradientError): string {
  const where =
    worst.index === "direction"
      ? `grad ${input} along a random direction`
      : elementName(`grad ${input}`, worst.index, shape);
  return `${where} of the reference is ${worst.analytic}, differences say ${worst.numeric}: error ${maxError.toExponential(2)}, bound ${bound.toExponential(2)}`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The error that is largest in units of its bound. */
function closest<E extends { readonly maxError: number; readonly bound: number }>(errors: readonly E[]): E | undefined {
  const share = ({ maxError, bound }: E): number => (maxError === 0 ? 0 : maxError / bound);
  return errors.reduce<E | undefined>((most, error) => (most && share(most) >= share(error) ? most : error), undefined);
}
