import type { WebGpuDevice } from "../device/webgpu.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { mapValues } from "../op/map-values.ts";
import { ndArray } from "../op/nd-array.ts";
import { shapesOf } from "./case-shapes.ts";
import { checkComposition } from "./check-composition.ts";
import { compileEveryVariant } from "./compile-variants.ts";
import type { ArrayError } from "./compare.ts";
import { compareCase } from "./compare-case.ts";
import { drawCase } from "./draw-case.ts";
import type { Harness } from "./harness.ts";
import { runCase } from "./run-case.ts";

export interface CaseReport {
  readonly case: string;
  readonly seed: number;
  /** `kernel/variant` of everything that ran or was compiled. */
  readonly variants: readonly string[];
  readonly arrays: readonly ArrayError[];
  readonly failures: readonly string[];
}

export interface CaseOptions {
  readonly seed?: number;
  /** True where the reference takes too long: the kernels are compiled, not compared. */
  readonly compileOnly?: boolean;
  /** Stops at the first variant that fails. */
  readonly bail?: boolean;
}

/**
 * Takes one case through every variant of its kernels: on the null device each compiles, on the adapter each agrees with
 * the reference, repeats its bytes, updates in place, and writes nothing but its outputs.
 */
export async function checkCase(
  harness: Harness,
  op: AnyOp,
  opCase: OpCase,
  options: CaseOptions = {},
): Promise<CaseReport> {
  const shapes = shapesOf(op, opCase);
  const variants = new Set<string>();
  const failures: string[] = [];
  const arrays: ArrayError[] = [];
  const report = (seed: number): CaseReport => {
    return {
      case: opCase.name,
      seed,
      variants: [...variants],
      arrays,
      failures: failures.map((text) => `${opCase.name}: ${text}`),
    };
  };
  const { nullDevice, leastDevice, adapter } = harness;
  if (nullDevice) {
    const compiled = await compileEveryVariant(await nullDevice.device(), op, shapes, await leastDevice?.device());
    compiled.variants.forEach((name) => variants.add(name));
    failures.push(...compiled.failures);
  }
  if (options.compileOnly || failures.length > 0) return report(0);
  const drawn = drawCase(op, opCase, options.seed);
  if (nullDevice) {
    const zeros = mapValues(drawn.outputShapes, (shape) => ndArray(shape));
    const run = async (device: WebGpuDevice): Promise<void> =>
      void failures.push(...(await runCase(device, op, drawn, zeros)).complaints);
    failures.push(...(await nullDevice.turn(run)));
    if (op.composition && !adapter)
      failures.push(...(await nullDevice.once(async (device) => void (await checkComposition(device, op, drawn)))));
  }
  if (adapter && failures.length === 0) {
    const compared = await compareCase(adapter, op, drawn, options.bail);
    compared.variants.forEach((name) => variants.add(name));
    arrays.push(...compared.arrays);
    failures.push(...compared.failures);
  }
  return report(drawn.seed);
}
