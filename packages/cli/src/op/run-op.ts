import {
  InputError,
  sameShape,
  ShapeError,
  UsageError,
  type AnyOp,
  type ArrayHandle,
  type Device,
} from "@tomograd/kernels";
import type { ReadArray } from "./read-array.ts";

type Arrays = Readonly<Record<string, ReadArray>>;

/**
 * Runs an op's forward pass, and its vjp where upstream gradients are given. The results are named as their files:
 * the op's outputs, and `grad_<input>` for each differentiable input that was given.
 *
 * Throws an InputError where the arrays break the op's shape rule, a UsageError where there is no such gradient.
 */
export async function runOp(
  device: Device,
  op: AnyOp,
  inputs: Arrays,
  params: object,
  upstream: Arrays,
): Promise<Arrays> {
  checkUpstream(op, upstream);
  const handles = upload(device, inputs);
  const outputs = fromFiles(() => device.forward(op, handles, params));
  const results: Record<string, ReadArray> = {};
  for (const [name, array] of Object.entries(outputs)) {
    if (!op.outputs[name]!.internal) results[name] = { shape: array.shape, data: await device.read(array) };
  }
  if (Object.keys(upstream).length === 0) return results;
  for (const [name, { shape }] of Object.entries(upstream)) {
    const expected = outputs[name]!.shape;
    if (sameShape(shape, expected)) continue;
    const received = `${name}=[${shape.join(",")}]`;
    throw new InputError({
      subject: op.name,
      rule: `the gradient of ${name} must have shape [${expected.join(",")}]`,
      received,
    });
  }
  const isDifferentiable = (name: string): boolean =>
    op.inputs[name]!.differentiable !== false && op.inputs[name]!.dtype !== "u32";
  const names = Object.keys(inputs).filter(isDifferentiable);
  const wanted = Object.fromEntries(names.map((name) => [name, device.allocate(inputs[name]!.shape)]));
  device.vjp(op, { ...handles, ...outputs }, upload(device, upstream), wanted, params);
  for (const name of names) {
    results[`grad_${name}`] = { shape: inputs[name]!.shape, data: await device.read(wanted[name]!) };
  }
  return results;
}

function checkUpstream(op: AnyOp, upstream: Arrays): void {
  for (const name of Object.keys(upstream)) {
    const spec = op.outputs[name]!;
    if (op.vjp && spec.differentiable !== false && spec.dtype !== "u32") continue;
    throw new UsageError({
      subject: "--grad",
      rule: `${op.name} has no gradient through ${name}`,
      received: `grad=${name}`,
    });
  }
}

function upload(device: Device, arrays: Arrays): Record<string, ArrayHandle> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => [name, device.upload(data, shape)]),
  );
}

/** The params are checked by now: what is left to be wrong are the shapes in the files. */
function fromFiles<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause;
    const { subject, rule, received, advice } = cause;
    throw new InputError({ subject, rule, ...(received && { received }), ...(advice && { advice }), cause });
  }
}
