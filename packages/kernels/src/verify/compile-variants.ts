import { PipelineCache } from "../device/pipelines.ts";
import type { WebGpuDevice } from "../device/webgpu.ts";
import { MAX_WORKGROUPS_PER_DIMENSION } from "../kernel/source.ts";
import type { AnyOp } from "../op/define-op.ts";
import type { CaseShapes } from "./case-shapes.ts";
import { traceOp } from "./trace-op.ts";
import { VariantWheel } from "./variant-wheel.ts";

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
export async function compileEveryVariant(device: WebGpuDevice, op: AnyOp, shapes: CaseShapes): Promise<CompileReport> {
  const problems: Promise<Error | undefined>[] = [];
  const pipelines = new PipelineCache(device.gpu, (problem) => problems.push(problem));
  const wheel = new VariantWheel();
  const variants = new Set<string>();
  const failures = new Set<string>();
  await wheel.turn(() => {
    for (const { kernel, variant, constants, bound, dispatch } of traceOp(op, shapes, {
      // Nothing runs: those for GPUs compile too.
      traits: { ...device.traits, cpu: false },
      chooseVariant: wheel.choose,
    })) {
      variants.add(`${kernel.name}/${variant}`);
      if (dispatch.y > MAX_WORKGROUPS_PER_DIMENSION)
        failures.add(`${kernel.name} (${variant}): a grid of ${dispatch.x} x ${dispatch.y} workgroups`);
      if (dispatch.extent > 0) pipelines.get(kernel, variant, constants, new Set(bound));
    }
    return Promise.resolve();
  });
  for (const error of await Promise.all(problems)) if (error) failures.add(error.message);
  return { variants: [...variants], failures: [...failures] };
}
