import type { AnyOp } from "../op/any-op.ts";
import { shapesOf } from "./case-shapes.ts";
import { DEFAULT_TRAITS, traceOp, type TracedLaunch } from "./trace-op.ts";

/**
 * What an op launches on its cases, by the name of the kernel: forward and vjp, on GPUs and on software.
 *
 * @example
 * const { kernel } = kernelsOf(ops.conv2d).get("conv2d.forward")![0]!;
 */
export function kernelsOf(op: AnyOp): ReadonlyMap<string, readonly TracedLaunch[]> {
  const found = new Map<string, TracedLaunch[]>();
  for (const opCase of op.cases) {
    for (const cpu of [false, true]) {
      for (const launch of traceOp(op, shapesOf(op, opCase), { traits: { ...DEFAULT_TRAITS, cpu } })) {
        const name: string = launch.kernel.name;
        const known = found.get(name);
        if (known) known.push(launch);
        else found.set(name, [launch]);
      }
    }
  }
  return found;
}
