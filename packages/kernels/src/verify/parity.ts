import type { HostArray } from "../device/device.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { sizeOf } from "../shape.ts";
import { compareArrays, elementName, type ArrayError } from "./compare.ts";
import { drawCase } from "./draw-case.ts";
import { expectCase, type Expectation, type ExpectedArray } from "./expect-case.ts";
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
  return {
    seed: drawn.seed,
    arrays,
    failures: [
      ...run.complaints,
      ...run.damage.map(({ text }) => text),
      ...arrays.filter(({ ok }) => !ok).map(describeError),
    ],
  };
}

const compare = (array: string, actual: HostArray, { values, bound, shape }: ExpectedArray): ArrayError =>
  compareArrays(array, actual, values, bound, shape);

/** All arrays of a run against what the reference expects. */
export function compareRun(run: CaseRun, expected: Expectation): ArrayError[] {
  return [
    ...Object.entries(run.outputs).map(([name, values]) => compare(name, values, expected.outputs[name]!)),
    ...Object.entries(run.gradients).map(([name, values]) =>
      compare(`grad ${name}`, values, expected.gradients[name]!),
    ),
  ];
}

/** Times the bound: more than that no order of sums explains. */
const NEAR = 5;

/** The worst element with both values, and how many others are wrong. */
export function describeError({ array, shape, maxError, bound, worst, wrong }: ArrayError): string {
  const { index, actual, expected } = worst;
  const element = elementName(array, index, shape);
  const errors = `error ${maxError.toExponential(2)}, bound ${bound.toExponential(2)}`;
  const near = maxError < NEAR * bound ? "; so near may be rounding: does accumulation count all terms?" : "";
  return `${element} is ${actual}, the reference says ${expected}: ${errors}, ${wrong} of ${sizeOf(shape)} elements are wrong${near}`;
}
