import type { AdapterTraits, AnyKernel, Constants } from "../kernel/define-kernel.ts";
import { chooseVariant, dispatchSize, kernelSource, type Dispatch } from "../kernel/source.ts";
import type { AnyOp, ArrayHandle, Launcher } from "../op/define-op.ts";
import type { DType, Shape } from "../shape.ts";
import { isDifferentiable, type DrawnCase } from "./draw-case.ts";
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
export const DEFAULT_TRAITS: AdapterTraits = { cpu: false, subgroups: false, maxWorkgroupSize: 256, maxWorkgroupStorage: 16_384 };

/**
 * The kernels that an op launches for a case, forward and then vjp (every gradient wanted), with their WGSL: nothing
 * is compiled and no adapter is needed.
 *
 * @example
 * const launches = traceOp(ops.relu, drawCase(ops.relu, { name: "mine", inputs: { x: [2, 3] } }));
 * console.log(launches[0].code);
 */
export function traceOp(op: AnyOp, drawn: Pick<DrawnCase, "inputs" | "params" | "outputShapes">, options: TraceOptions = {}): TracedLaunch[] {
  const { traits = DEFAULT_TRAITS, chooseVariant: choose = chooseVariant } = options;
  const launches: TracedLaunch[] = [];
  const launcher = (pass: TracedLaunch["pass"]): Launcher => {
    const launch = (
      kernel: AnyKernel,
      buffers: Readonly<Record<string, ArrayHandle | undefined>>,
      { constants, params }: { constants: Constants; params: Record<string, number> },
    ): void => {
      const variant = choose(kernel, constants, traits);
      const present = new Set(Object.keys(kernel.bindings).filter((name) => buffers[name] !== undefined));
      const { code, bound } = kernelSource(kernel, variant, constants, present);
      launches.push({ pass, kernel, variant, constants, params, dispatch: dispatchSize(kernel, variant, constants, params), bound, code });
    };
    const scratch = (shape: Shape, dtype: DType = "f32"): ArrayHandle => ({ shape, dtype });
    return Object.assign(launch, { scratch, variant: (kernel: AnyKernel, constants: Constants) => choose(kernel, constants, traits) }) as Launcher;
  };
  const inputs = Object.fromEntries(Object.entries(drawn.inputs).map(([name, { shape }]) => [name, handle(shape, op.inputs[name]?.dtype)]));
  const outputs = Object.fromEntries(Object.entries(drawn.outputShapes).map(([name, shape]) => [name, handle(shape, op.outputs[name]?.dtype)]));
  op.forward(launcher("forward"), { ...inputs, ...outputs }, drawn.params);
  if (op.vjp) {
    const gradients = (specs: AnyOp["inputs"] | AnyOp["outputs"], handles: typeof inputs) =>
      Object.fromEntries(Object.entries(handles).filter(([name]) => isDifferentiable(specs[name])));
    op.vjp(launcher("vjp"), savedValues(op, { ...inputs, ...outputs }), gradients(op.outputs, outputs), gradients(op.inputs, inputs), drawn.params);
  }
  return launches;
}

function handle(shape: Shape, dtype: DType = "f32"): ArrayHandle {
  return { shape, dtype };
}
