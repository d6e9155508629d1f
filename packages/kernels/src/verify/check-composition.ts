import type { WebGpuDevice } from "../device/webgpu.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { requireShape } from "../op/run-op.ts";
import { compareArrays } from "./compare.ts";
import { deviceComposer } from "./device-composer.ts";
import { toHost, type DrawnCase } from "./draw-case.ts";
import type { Expectation } from "./expect-case.ts";
import { describeError } from "./parity.ts";
import { toleranceOf } from "./tolerances.ts";

/**
 * Runs an op's composition for a case and compares what comes of it with the reference of the op. Its bound is that of the
 * op with the tolerances of all ops that it is made of added up; without `expected` it only runs.
 */
export async function checkComposition(
  device: Pick<WebGpuDevice, "forward" | "upload" | "read" | "release">,
  op: AnyOp,
  drawn: DrawnCase,
  expected?: Expectation,
): Promise<string[]> {
  const composer = deviceComposer(device);
  const inputs: Record<string, ArrayHandle> = {};
  const failures: string[] = [];
  try {
    for (const [name, array] of Object.entries(drawn.inputs))
      inputs[name] = device.upload(toHost(array, op.inputs[name]?.dtype), array.shape);
    const outputs = op.composition!(composer, inputs, drawn.params) as Record<string, ArrayHandle | undefined>;
    const tolerance = composer.applied.reduce((sum, part) => sum + toleranceOf(part.op, part), toleranceOf(op, drawn));
    for (const [name, shape] of Object.entries(drawn.outputShapes)) {
      if (op.outputs[name]!.internal) continue;
      const array = outputs[name];
      if (!array) throw new TypeError(`${op.name}: the composition gives no ${name}`);
      requireShape(op.name, `the composition's ${name}`, array, shape);
      const values = await device.read(array);
      if (!expected) continue;
      const { values: wanted, scale } = expected.outputs[name]!;
      const bound = op.outputs[name]!.dtype === "u32" ? 0 : tolerance * scale;
      const error = compareArrays(`composition: ${name}`, values, wanted, bound, shape);
      if (!error.ok) failures.push(describeError(error));
    }
  } finally {
    composer.release();
    for (const array of Object.values(inputs)) device.release(array);
  }
  return failures;
}
