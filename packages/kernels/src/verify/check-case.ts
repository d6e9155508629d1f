import type { HostArray } from "../device/device.ts";
import type { AnyOp, OpCase } from "../op/define-op.ts";
import { ndArray } from "../op/nd-array.ts";
import type { ArrayError } from "./compare.ts";
import { drawCase } from "./draw-case.ts";
import { expectCase } from "./expect-case.ts";
import type { Harness } from "./harness.ts";
import { compareRun, describeError } from "./parity.ts";
import { runCase, updatesOf, type CaseRun } from "./run-case.ts";

export interface CaseReport {
  readonly case: string;
  readonly seed: number;
  /** `kernel/variant` of everything that ran or was compiled. */
  readonly variants: readonly string[];
  readonly arrays: readonly ArrayError[];
  readonly failures: readonly string[];
}

/**
 * Takes one case through every variant of its kernels: on the null device each compiles, on the adapter each agrees with
 * the reference, repeats its bytes, updates in place, and writes nothing but its outputs.
 */
export async function checkCase(harness: Harness, op: AnyOp, opCase: OpCase, seed?: number): Promise<CaseReport> {
  const drawn = drawCase(op, opCase, seed);
  const variants = new Set<string>();
  const failures: string[] = [];
  const arrays: ArrayError[] = [];

  if (harness.nullDevice) {
    const rounded = Object.fromEntries(Object.entries(drawn.outputShapes).map(([name, shape]) => [name, ndArray(shape)]));
    const { wheel } = harness.nullDevice;
    failures.push(...(await harness.nullDevice.turn(async (device) => {
      try {
        await runCase(device, op, drawn, rounded);
      } finally {
        for (const name of wheel.current) variants.add(name);
      }
    })));
  }
  if (harness.adapter && failures.length === 0) {
    const expected = expectCase(op, drawn);
    const { wheel } = harness.adapter;
    failures.push(...(await harness.adapter.turn(async (device) => {
      const fail = (text: string): number => failures.push(`${text} (${wheel.current.join(", ")})`);
      const run = await runCase(device, op, drawn, expected.rounded, { guarded: true });
      for (const name of wheel.current) variants.add(name);
      run.damage.forEach(fail);
      const errors = compareRun(run, expected);
      errors.filter(({ ok }) => !ok).forEach((error) => fail(describeError(error)));
      arrays.push(...errors);
      differences(run, await runCase(device, op, drawn, expected.rounded)).forEach((name) => fail(`${name} is not the same on a second run`));
      if (Object.keys(updatesOf(op, drawn.inputs)).length === 0) return;
      const inPlace = await runCase(device, op, drawn, expected.rounded, { guarded: true, inPlace: true });
      inPlace.damage.forEach(fail);
      differences(inPlace, run).forEach((name) => fail(`${name} is not the same when it is updated in place`));
    })));
  }
  return { case: opCase.name, seed: drawn.seed, variants: [...variants], arrays, failures: failures.map((text) => `${opCase.name}: ${text}`) };
}

/** Names of the arrays of `run` whose bytes differ from those of `other`. */
function differences(run: CaseRun, other: CaseRun): string[] {
  const changed = (prefix: string, a: CaseRun["outputs"], b: CaseRun["outputs"]): string[] =>
    Object.keys(a).filter((name) => !sameBits(a[name]!, b[name]!)).map((name) => prefix + name);
  return [...changed("", run.outputs, other.outputs), ...changed("grad ", run.gradients, other.gradients)];
}

function sameBits(a: HostArray, b: HostArray): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: HostArray): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
  const other = bytes(b);
  return bytes(a).every((byte, i) => byte === other[i]);
}
