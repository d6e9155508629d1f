import { PipelineCache } from "../device/pipelines.ts";
import type { WebGpuDevice } from "../device/webgpu.ts";
import { MAX_WORKGROUPS_PER_DIMENSION } from "../kernel/source.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { CaseShapes } from "./case-shapes.ts";
import { traceOp, type TracedLaunch } from "./trace-op.ts";
import { compilableVariants, VariantWheel } from "./variant-wheel.ts";

export interface CompileReport {
  /** `kernel/variant` of everything that was compiled. */
  readonly variants: readonly string[];
  /** Kernel, line and the compiler's message. */
  readonly failures: readonly string[];
}

/**
 * Compiles every variant of every kernel that an op launches for these shapes, forward and vjp; nothing is allocated and
 * nothing runs, so shapes may be as large as they like.
 *
 * @example
 * const { failures } = await compileEveryVariant(await openNull(), ops.relu, shapesOf(ops.relu, ops.relu.cases[0]));
 */
export async function compileEveryVariant(
  device: WebGpuDevice,
  op: AnyOp,
  shapes: CaseShapes,
  least?: WebGpuDevice,
): Promise<CompileReport> {
  const problems: Promise<Error | undefined>[] = [];
  const pipelines = new PipelineCache(device.gpu, (problem) => problems.push(problem));
  const wheel = new VariantWheel(undefined, compilableVariants);
  const variants = new Set<string>();
  const failures = new Set<string>();
  await wheel.turn(() => {
    // Nothing runs: those for GPUs, and for subgroups of any size, compile too.
    const traits = { ...device.traits, cpu: false };
    for (const launch of traceOp(op, shapes, { traits, chooseVariant: wheel.choose })) {
      const { kernel, variant, constants, bound, dispatch } = launch;
      variants.add(`${kernel.name}/${variant}`);
      for (const problem of problemsOf(launch)) failures.add(`${kernel.name} (${variant}): ${problem}`);
      if (dispatch.extent > 0) pipelines.get(kernel, variant, constants, new Set(bound));
    }
    return Promise.resolve();
  });
  if (least) {
    const fewest = new PipelineCache(least.gpu, (problem) => problems.push(problem.then(onEveryAdapter)));
    for (const { kernel, variant, constants, bound, dispatch } of traceOp(op, shapes))
      if (dispatch.extent > 0) fewest.get(kernel, variant, constants, new Set(bound));
  }
  for (const error of await Promise.all(problems)) {
    // What fails with any limits need not be said of the least.
    if (error && !failures.has(error.message.replace(LEAST, ""))) failures.add(error.message);
  }
  return { variants: [...variants], failures: [...failures] };
}

const MOST_THREADS = 2 ** 32 - 1;
/** What of the generated text counts workgroups. */
const OWN_COUNT = /^fn main\(.*$|^ {2}let group = workgroup_id.*$/gm;

/** What a launch may not do, although it compiles. */
function* problemsOf({ dispatch: { extent, x, y }, code }: TracedLaunch): Generator<string> {
  if (!Number.isInteger(extent) || extent < 0 || extent > MOST_THREADS)
    yield `a grid of ${extent} threads or workgroups; it must be a whole number of 32 bits`;
  if (y > MAX_WORKGROUPS_PER_DIMENSION) yield `a grid of ${x} x ${y} workgroups`;
  const counted = /\bworkgroup_id\b|\bnum_workgroups\b/.exec(code.replace(OWN_COUNT, ""))?.[0];
  if (counted)
    yield `the body reads ${counted}, but large grids are folded into two dimensions: thread, group and lane are right for all`;
}

const LEAST = "with the limits that every adapter has: ";
const onEveryAdapter = (error: Error | undefined): Error | undefined => error && new Error(LEAST + error.message);
