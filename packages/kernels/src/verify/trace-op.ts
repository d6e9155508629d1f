import type { AdapterTraits, AnyKernel, Constants } from "../kernel/define-kernel.ts";
import { chooseVariant, dispatchSize, kernelSource, presentIn, type Dispatch } from "../kernel/source.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle, Launcher } from "../op/launcher.ts";
import type { DType, Shape } from "../shape.ts";
import type { CaseShapes } from "./case-shapes.ts";
import { isDifferentiable } from "./draw-case.ts";
import { savedValues } from "./saved-values.ts";

/** One dispatch as a device would make it. */
export interface TracedLaunch {
  readonly pass: "forward" | "vjp";
  readonly kernel: AnyKernel;
  readonly variant: string;
  readonly constants: Constants;
  readonly params: Readonly<Record<string, number>>;
  readonly dispatch: Dispatch;
  /** Names of the bound arrays, in binding order. */
  readonly bound: readonly string[];
  /** The WGSL module. */
  readonly code: string;
}

export interface TraceOptions {
  readonly traits?: AdapterTraits;
  readonly chooseVariant?: typeof chooseVariant;
}

/** What WebGPU guarantees everywhere: no subgroups, and the default limits. */
export const DEFAULT_TRAITS: AdapterTraits = {
  cpu: false,
  subgroupSize: 0,
  maxWorkgroupSize: 256,
  maxWorkgroupStorage: 16_384,
};

/**
 * The kernels that an op launches for a case, forward and then vjp (every gradient wanted), with their WGSL: nothing
 * is compiled and no adapter is needed.
 *
 * @example
 * const launches = traceOp(ops.relu, shapesOf(ops.relu, { inputs: { x: [2, 3] } }));
 * console.log(launches[0].code);
 */
export function traceOp(op: AnyOp, { shapes, params }: CaseShapes, options: TraceOptions = {}): TracedLaunch[] {
  const { traits = DEFAULT_TRAITS, chooseVariant: choose = chooseVariant } = options;
  const launches: TracedLaunch[] = [];
  const launcher = (pass: TracedLaunch["pass"]): Launcher => {
    const launch = (
      kernel: AnyKernel,
      buffers: Readonly<Record<string, ArrayHandle | undefined>>,
      values: { constants: Constants; params: Record<string, number> },
    ): void => {
      const { constants, params: fields } = values;
      const variant = choose(kernel, constants, traits);
      const { code, bound } = kernelSource(kernel, variant, constants, presentIn(kernel, buffers));
      launches.push({
        pass,
        kernel,
        variant,
        constants,
        params: fields,
        dispatch: dispatchSize(kernel, variant, constants, fields),
        bound,
        code,
      });
    };
    const scratch = (shape: Shape, dtype: DType = "f32"): ArrayHandle => ({ shape, dtype });
    return Object.assign(launch, {
      scratch,
      variant: (kernel: AnyKernel, constants: Constants): unknown => kernel.variants[choose(kernel, constants, traits)],
    }) as Launcher;
  };
  const handles = (specs: AnyOp["inputs"] | AnyOp["outputs"]): Record<string, ArrayHandle> =>
    Object.fromEntries(
      Object.entries(specs).flatMap(([name, { dtype = "f32" }]) =>
        shapes[name] ? [[name, { shape: shapes[name], dtype }]] : [],
      ),
    );
  const inputs = handles(op.inputs);
  const outputs = handles(op.outputs);
  op.forward(launcher("forward"), { ...inputs, ...outputs }, params);
  if (op.vjp) {
    const gradients = (specs: AnyOp["inputs"] | AnyOp["outputs"], handles: typeof inputs) =>
      Object.fromEntries(Object.entries(handles).filter(([name]) => isDifferentiable(specs[name])));
    op.vjp(
      launcher("vjp"),
      savedValues(op, params, { ...inputs, ...outputs }),
      gradients(op.outputs, outputs),
      gradients(op.inputs, inputs),
      params,
    );
  }
  return launches;
}
