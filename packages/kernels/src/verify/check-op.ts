import { TimeoutError } from "../errors.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { batchOfOne, constantsWithBatch } from "./batch-of-one.ts";
import type { CaseReport } from "./check-case.ts";
import { checkOne } from "./check-one.ts";
import { checkRecord } from "./check-record.ts";
import { shareOfBound, type ArrayError } from "./compare.ts";
import type { GradientError } from "./gradcheck.ts";
import type { Harness } from "./harness.ts";
import { messageOf } from "./message-of.ts";
import { seededRandom } from "./random.ts";
import { smallestFailure, type FailedCase } from "./smallest-failure.ts";
import { unreadSaves } from "./unread-saves.ts";
import { isCase, shapesOf, workOf } from "./case-shapes.ts";

export interface CheckOptions {
  /** Fuzzed shapes to try; 10 by default. Ignored by ops without `fuzz`. */
  readonly fuzz?: number;
  /** Of the first fuzzed shape; the others count on from it. */
  readonly seed?: number;
  /** Also the cases tagged `large` and those beyond `maxWork`; otherwise their kernels are compiled, but not compared. */
  readonly large?: boolean;
  /** Multiplications (as `workOf` estimates them) that the reference may spend on a case. */
  readonly maxWork?: number;
  /** Stops at the first case that fails. */
  readonly bail?: boolean;
  /** False skips the central differences, which need no device. */
  readonly gradcheck?: boolean;
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
  /** How many cases failed, of all that were tried, and the smallest shapes that were found to. */
  readonly failed: {
    readonly cases: number;
    readonly of: number;
    readonly smallest: Pick<OpCase, "inputs" | "params"> | undefined;
  };
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
  const failures: string[] = checkRecord(op, seed);
  const compiledOnly: string[] = [];
  const failed: FailedCase[] = [];
  let tried = 0;
  const isCompiledOnly = (opCase: OpCase): boolean =>
    !large && (opCase.tags?.includes("large") === true || workOf(op, shapesOf(op, opCase)) > maxWork);
  const check = async (
    opCase: OpCase,
    given: { readonly seed?: number; readonly from?: OpCase } = {},
  ): Promise<void> => {
    if (options.bail && failures.length > 0) return;
    tried += 1;
    const found: string[] = [];
    try {
      if (given.from) found.push(...constantsWithBatch(op, given.from, opCase));
      const compileOnly = isCompiledOnly(opCase);
      const report = await checkOne(harness, op, opCase, { ...options, seed: given.seed, compileOnly });
      if (compileOnly) compiledOnly.push(opCase.name);
      gradients.push(...report.gradients);
      found.push(...report.failures);
      reports.push(report);
    } catch (error) {
      if (error instanceof TimeoutError) throw error.of(`${op.name}: ${opCase.name}`);
      found.push(`${opCase.name}: ${messageOf(error)}`);
    }
    failures.push(...found);
    if (found.length > 0) failed.push({ opCase, seed: given.seed, failures: found });
  };
  for (const opCase of op.cases) {
    await check(opCase);
    const single = batchOfOne(op, opCase);
    if (single) await check(single, { from: opCase });
  }
  if (failures.length === 0) failures.push(...unreadSaves(op));
  let repeat: OpReport["repeat"] = failures.length > 0 ? { seed, fuzz: 0 } : undefined;
  for (let drawn = seed; op.fuzz && drawn < seed + fuzz; drawn += 1) {
    try {
      await check(fuzzCase(op, drawn), { seed: drawn });
    } catch (error) {
      if (error instanceof TimeoutError) throw error;
      failures.push(`fuzz seed ${drawn}: ${messageOf(error)}`);
    }
    if (failures.length > 0) repeat ??= { seed: drawn, fuzz: 1 };
  }
  if (failures.length === 0 && reports.length > 0 && reports.length === compiledOnly.length) {
    failures.push("all cases are too large, or sum too many terms, to be compared, so nothing was");
    repeat = { seed, fuzz: 0 };
  }
  const smallest = options.bail || !failed[0] ? undefined : await smallestFailure(harness, op, failed, isCompiledOnly);
  return {
    op: op.name,
    cases: reports.length - compiledOnly.length,
    compiledOnly,
    seed,
    variants: [...new Set(reports.flatMap(({ variants }) => variants))].sort(),
    worst: closest(reports.flatMap(({ arrays }) => arrays)),
    gradcheck: closest(gradients),
    failures,
    failed: { cases: failed.length, of: tried, smallest },
    repeat,
  };
}

/** The case that an op's `fuzz` draws from a seed; its name tells the seed. */
export function fuzzCase(op: AnyOp, seed: number): OpCase {
  const drawn = op.fuzz!(seededRandom(seed));
  if (!isCase(drawn)) throw new TypeError("fuzz must draw inputs, and for each a shape of whole numbers");
  return { ...drawn, name: `fuzz seed ${seed} ${JSON.stringify(drawn.inputs)} ${JSON.stringify(drawn.params ?? {})}` };
}

/** The error that is largest in units of its bound. */
function closest<E extends { readonly maxError: number; readonly bound: number }>(errors: readonly E[]): E | undefined {
  return errors.reduce<E | undefined>(
    (most, error) => (most && shareOfBound(most) >= shareOfBound(error) ? most : error),
    undefined,
  );
}
