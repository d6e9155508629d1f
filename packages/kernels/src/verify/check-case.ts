import type { HostArray } from "../device/device.ts";
import type { WebGpuDevice } from "../device/webgpu.ts";
import type { AnyOp, OpCase } from "../op/define-op.ts";
import { ndArray } from "../op/nd-array.ts";
import { shapesOf } from "./case-shapes.ts";
import { checkComposition } from "./check-composition.ts";
import { compileEveryVariant } from "./compile-variants.ts";
import type { ArrayError } from "./compare.ts";
import { drawCase, type DrawnCase } from "./draw-case.ts";
import { expectCase } from "./expect-case.ts";
import type { Harness } from "./harness.ts";
import { compareRun, describeError } from "./parity.ts";
import { runCase, updatesOf, type CaseRun, type VerifiableDevice } from "./run-case.ts";

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
  const { nullDevice, adapter } = harness;
  if (nullDevice) {
    const compiled = await compileEveryVariant(await nullDevice.device(), op, shapes);
    compiled.variants.forEach((name) => variants.add(name));
    failures.push(...compiled.failures);
  }
  if (options.compileOnly || failures.length > 0) return report(0);
  const drawn = drawCase(op, opCase, options.seed);
  if (nullDevice) {
    const zeros = mapValues(drawn.outputShapes, (shape) => ndArray(shape));
    failures.push(...(await nullDevice.turn(async (device) => void (await runCase(device, op, drawn, zeros)))));
    if (op.composition && !adapter)
      failures.push(...(await nullDevice.once(async (device) => void (await checkComposition(device, op, drawn)))));
  }
  if (adapter && failures.length === 0) {
    const expected = expectCase(op, drawn);
    const alone = outputsAlone(drawn).map(([name, one]) => [name, one, expectCase(op, one)] as const);
    let isFirst = true;
    const compare = async (device: VerifiableDevice): Promise<void> => {
      const fail = (text: string): number => failures.push(`${text} (${adapter.wheel.current.join(", ")})`);
      const judge = (errors: ArrayError[], where = ""): void => {
        arrays.push(...errors);
        errors.filter(({ ok }) => !ok).forEach((error) => fail(describeError(error) + where));
      };
      const run = await runCase(device, op, drawn, expected.rounded, { guarded: true });
      adapter.wheel.current.forEach((name) => variants.add(name));
      run.damage.forEach(fail);
      judge(compareRun(run, expected));
      differences(run, await runCase(device, op, drawn, expected.rounded)).forEach((name) =>
        fail(`${name} is not the same on a second run`),
      );
      if (!isFirst) return;
      isFirst = false;
      if (Object.keys(updatesOf(op, drawn.inputs)).length > 0) {
        const inPlace = await runCase(device, op, drawn, expected.rounded, { guarded: true, inPlace: true });
        inPlace.damage.forEach(fail);
        differences(inPlace, run).forEach((name) => fail(`${name} is not the same when it is updated in place`));
      }
      const gradients = Object.keys(run.gradients);
      for (const wanted of gradients.length > 1 ? gradients : []) {
        const one = await runCase(device, op, drawn, expected.rounded, { wanted });
        differences(one, run).forEach((name) => fail(`${name} is not the same when no other gradient is wanted`));
      }
      for (const [name, one, expectedOfOne] of alone) {
        judge(
          compareRun(await runCase(device, op, one, expectedOfOne.rounded), expectedOfOne),
          `, with a gradient of ${name} alone`,
        );
      }
    };
    failures.push(...(await adapter.turn(compare)));
    const compose = async (device: WebGpuDevice): Promise<void> =>
      void failures.push(...(await checkComposition(device, op, drawn, expected)));
    if (op.composition) failures.push(...(await adapter.once(compose)));
  }
  return report(drawn.seed);
}

/** The case with the gradient of one output only, as when the tape has no use for the others. */
function outputsAlone(drawn: DrawnCase): [string, DrawnCase][] {
  const entries = Object.entries(drawn.upstream);
  return entries.length > 1
    ? entries.map(([name, gradient]) => [name, { ...drawn, upstream: { [name]: gradient } }])
    : [];
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

/** Names of the arrays of `run` whose bytes differ from those of `other`. */
function differences(run: CaseRun, other: CaseRun): string[] {
  const changed = (prefix: string, a: CaseRun["outputs"], b: CaseRun["outputs"]): string[] =>
    Object.keys(a)
      .filter((name) => !sameBits(a[name]!, b[name]!))
      .map((name) => prefix + name);
  return [...changed("", run.outputs, other.outputs), ...changed("grad ", run.gradients, other.gradients)];
}

function sameBits(a: HostArray, b: HostArray): boolean {
  const words = ({ buffer, byteOffset, byteLength }: HostArray): Uint32Array =>
    new Uint32Array(buffer, byteOffset, byteLength / 4);
  const [one, other] = [words(a), words(b)];
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}
