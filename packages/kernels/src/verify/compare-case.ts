import type { HostArray } from "../device/device.ts";
import type { WebGpuDevice } from "../device/webgpu.ts";
import type { AnyOp } from "../op/any-op.ts";
import { workOf } from "./case-shapes.ts";
import { checkComposition } from "./check-composition.ts";
import type { ArrayError } from "./compare.ts";
import type { DrawnCase } from "./draw-case.ts";
import { expectCase } from "./expect-case.ts";
import type { PoisonKind } from "./guards.ts";
import type { Stand } from "./harness.ts";
import { oneArrayTwice } from "./one-array-twice.ts";
import { compareRun, describeError } from "./parity.ts";
import { runCase, updatesOf, type CaseRun, type RunOptions } from "./run-case.ts";

export interface Comparison {
  /** `kernel/variant` of everything that ran. */
  readonly variants: readonly string[];
  readonly arrays: readonly ArrayError[];
  readonly failures: readonly string[];
}

/** Kernels in another order, and with fewer outputs, are others to compile: small cases do for most of that. */
const SMALL_WORK = 3e4;

/**
 * Runs a case with every variant of its kernels: each agrees with the reference and writes nothing but its outputs, whatever
 * memory holds that nobody has written, in whatever order threads run, and whichever gradients are wanted.
 */
export async function compareCase(
  adapter: Stand,
  op: AnyOp,
  drawn: DrawnCase,
  bail: boolean | undefined,
): Promise<Comparison> {
  const variants = new Set<string>();
  const arrays: ArrayError[] = [];
  const failures: string[] = [];
  const expected = expectCase(op, drawn);
  const isSmall = workOf(op, drawn) <= SMALL_WORK;
  const reordered = isSmall ? "all" : "sharing";
  let isFirst = true;
  const others = [...outputsAlone(drawn), ...(isSmall ? oneArrayTwice(drawn) : [])].map(
    ([where, one]) => [where, one, expectCase(op, one)] as const,
  );

  const compare = async (device: WebGpuDevice): Promise<void> => {
    if (bail && failures.length > 0) return;
    const { wheel } = adapter;
    const fail = (text: string, kernels?: readonly string[]): number =>
      failures.push(`${text} (${(kernels ? wheel.currentOf(kernels) : wheel.currentIn(text)).join(", ")})`);
    const harm = ({ damage }: CaseRun): void => damage.forEach(({ text, kernels }) => fail(text, kernels));
    const judge = (given: CaseRun, expectation = expected, where = ""): void => {
      const errors = compareRun(given, expectation);
      arrays.push(...errors);
      for (const error of errors) if (!error.ok) fail(describeError(error) + where, given.kernels[error.array]);
    };
    const run = await runCase(device, op, drawn, expected.rounded, { guarded: true });
    wheel.current.forEach((name) => variants.add(name));
    run.complaints.forEach((text) => fail(text));
    harm(run);
    judge(run);
    if (failures.length > 0) return;

    // Another text may be compiled into other roundings: on hardware only the bound is sure.
    const isExact = ({ reordered }: RunOptions): boolean => !reordered || device.info.software;
    const again = async (when: string, options: RunOptions, poison: PoisonKind = "nan"): Promise<void> => {
      const other = await adapter.poisoned(
        poison,
        async () => await runCase(device, op, drawn, expected.rounded, options),
      );
      harm(other);
      if (!isExact(options)) judge(other, expected, `, ${when}`);
      else for (const name of differences(other, run)) fail(`${name} is not the same ${when}`, other.kernels[name]);
    };
    await again("on a second run, with other values in memory that nobody wrote", { guarded: true }, "huge");
    await again("when threads and workgroups run in another order", { reordered }, "negative");
    if (Object.keys(updatesOf(op, drawn.inputs)).length > 0)
      await again("when it is updated in place", { guarded: true, inPlace: true });
    if (!isSmall && !isFirst) return;
    isFirst = false;
    // Another kernel may do for fewer gradients, which rounds in its own way.
    for (const wanted of subsetsOf(Object.keys(run.gradients), isSmall)) {
      const some = await runCase(device, op, drawn, expected.rounded, { wanted });
      harm(some);
      judge(some, expected, `, when gradients of ${wanted.join(" and ")} alone are wanted`);
    }
    for (const [where, one, expectedOfOne] of others)
      judge(await runCase(device, op, one, expectedOfOne.rounded), expectedOfOne, where);
  };
  failures.push(...(await adapter.turn(compare)));
  const compose = async (device: WebGpuDevice): Promise<void> =>
    void failures.push(...(await checkComposition(device, op, drawn, expected)));
  if (op.composition) failures.push(...(await adapter.once(compose)));
  return { variants: [...variants], arrays, failures };
}

/** Each name alone, and in small cases all but each: a gradient may lean on another that happens to be there. */
function subsetsOf(names: readonly string[], isSmall: boolean): string[][] {
  if (names.length < 2) return [];
  const each = names.map((name) => [name]);
  return names.length === 2 || !isSmall
    ? each
    : [...each, ...names.map((name) => names.filter((other) => other !== name))];
}

/** The case with the gradient of one output only, as when the tape has no use for the others. */
function outputsAlone(drawn: DrawnCase): [string, DrawnCase][] {
  const entries = Object.entries(drawn.upstream);
  return entries.length > 1
    ? entries.map(([name, gradient]) => [
        `, with a gradient of ${name} alone`,
        { ...drawn, upstream: { [name]: gradient } },
      ])
    : [];
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
