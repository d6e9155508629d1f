import type { AnyOp, OpCase } from "../op/define-op.ts";
import { compareArrays, type ArrayError } from "./compare.ts";
import { drawCase } from "./draw-case.ts";
import { expectCase, type Expectation } from "./expect-case.ts";
import { runCase, type CaseRun, type RunOptions, type VerifiableDevice } from "./run-case.ts";

export interface ParityOptions extends RunOptions {
  readonly seed?: number;
}

export interface ParityReport {
  readonly seed: number;
  readonly arrays: readonly ArrayError[];
  readonly failures: readonly string[];
}

/**
 * Compares an op on a device with its float64 reference: the outputs, and with random upstream gradients the gradients of all
 * differentiable inputs.
 *
 * @example
 * const { failures } = await checkParity(device, ops.relu, ops.relu.cases[0]);
 */
export async function checkParity(
  device: VerifiableDevice,
  op: AnyOp,
  opCase: OpCase,
  options: ParityOptions = {},
): Promise<ParityReport> {
  const drawn = drawCase(op, opCase, options.seed);
  const expected = expectCase(op, drawn);
  const run = await runCase(device, op, drawn, expected.rounded, options);
  const arrays = compareRun(run, expected);
  return { seed: drawn.seed, arrays, failures: [...run.damage, ...arrays.filter(({ ok }) => !ok).map(describeError)] };
}

/** All arrays of a run against what the reference expects. */
export function compareRun(run: CaseRun, expected: Expectation): ArrayError[] {
  return [
    ...Object.entries(run.outputs).map(([name, values]) =>
      compareArrays(name, values, expected.outputs[name]!.values, expected.outputs[name]!.bound),
    ),
    ...Object.entries(run.gradients).map(([name, values]) =>
      compareArrays(`grad ${name}`, values, expected.gradients[name]!.values, expected.gradients[name]!.bound),
    ),
  ];
}

export function describeError({ array, maxError, bound, worst }: ArrayError): string {
  const { index, actual, expected } = worst;
  return `${array}[${index}] is ${actual}, the reference says ${expected}: error ${maxError.toExponential(2)}, bound ${bound.toExponential(2)}`;
}
