import type { Device } from "../device/device.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { Composer } from "../op/define-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { resolveParams } from "../op/params.ts";
import { shapesOf, type CaseShapes } from "./case-shapes.ts";

/** An op that a composer ran, with the params and shapes that it had. */
export interface AppliedOp extends CaseShapes {
  readonly op: AnyOp;
}

/** Puts ops together on a device's arrays; it owns every array that it makes. */
export interface DeviceComposer extends Composer<ArrayHandle> {
  readonly applied: readonly AppliedOp[];
  /** Gives back every array made so far, outputs of the composition among them. */
  release(): void;
}

/**
 * A composer over a device: `apply` runs an op with resolved params, `constant` uploads a scalar.
 *
 * Throws the ShapeErrors of the ops that it applies.
 *
 * @example
 * const composer = deviceComposer(device);
 * const { y } = op.composition(composer, { x }, params);
 * const values = await device.read(y);
 * composer.release();
 */
export function deviceComposer(device: Pick<Device, "forward" | "upload" | "release">): DeviceComposer {
  const held: ArrayHandle[] = [];
  const applied: AppliedOp[] = [];
  return {
    applied,
    apply: (op, inputs, params = {}) => {
      const given = Object.fromEntries(
        Object.entries<ArrayHandle | undefined>(inputs).filter((entry): entry is [string, ArrayHandle] => !!entry[1]),
      );
      const shapes = Object.fromEntries(Object.entries(given).map(([name, { shape }]) => [name, shape]));
      applied.push({ op, ...shapesOf(op, { inputs: shapes, params }) });
      const outputs = device.forward(op, given, resolveParams(op.name, op.params, params));
      held.push(...Object.values(outputs));
      return outputs;
    },
    constant: (value) => {
      const scalar = device.upload(Float32Array.of(value), []);
      held.push(scalar);
      return scalar;
    },
    release: () => {
      for (const array of held.splice(0)) device.release(array);
    },
  };
}
