import {
  resolveParams,
  TapeError,
  type ArrayHandle,
  type GivenParams,
  type Op,
  type ParamSpecs,
} from "@tomograd/kernels";
import { activeTape } from "./tape.ts";
import { Tensor } from "./tensor.ts";

export interface ApplyOptions<Out extends string> {
  /** Tensors that take these outputs in place: how moving statistics and optimizer states are updated. */
  readonly into?: Readonly<Partial<Record<Out, Tensor>>>;
}

/**
 * Runs any op on tensors, recording it on the active tape.
 *
 * Throws a ShapeError where the op cannot take the shapes or params, a TapeError for tensors of different devices.
 *
 * @example
 * const { y } = apply(ops.conv2d, { x, filter, bias }, { padding: "same" });
 */
export function apply<In extends string, Out extends string, S extends ParamSpecs>(
  op: Op<In, Out, S>,
  inputs: Readonly<Partial<Record<In, Tensor | undefined>>>,
  params: GivenParams<NoInfer<S>> = {},
  options: ApplyOptions<Out> = {},
): Record<Out, Tensor> {
  const given = Object.entries(inputs).filter((entry): entry is [string, Tensor] => entry[1] !== undefined);
  const device = given[0]?.[1].device;
  if (!device) throw new TapeError({ subject: op.name, rule: "needs at least one input", received: "inputs=none" });
  for (const [name, input] of given) {
    if (input.device !== device)
      throw new TapeError({
        subject: op.name,
        rule: "all inputs must be on one device",
        received: `${name} on ${input.device.info.description}`,
      });
  }
  const resolved = resolveParams(op.name, op.params, params);
  const into = Object.entries(options.into ?? {}) as [string, Tensor][];
  const arrays = device.forward(op, arraysOf(given), resolved, arraysOf(into));
  const outputs: Record<string, Tensor> = Object.fromEntries(into);
  for (const [name, array] of Object.entries(arrays))
    outputs[name] ??= new Tensor(device, array, { name: `${op.name}.${name}` });
  activeTape()?.push(op, resolved, Object.fromEntries(given), outputs);
  for (const [, target] of into) target.markChanged();
  return outputs;
}

function arraysOf(tensors: readonly (readonly [string, Tensor])[]): Record<string, ArrayHandle> {
  return Object.fromEntries(tensors.map(([name, tensor]) => [name, tensor.array]));
}
