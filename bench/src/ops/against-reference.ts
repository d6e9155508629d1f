import { ndArray, type AnyOp, type ArrayHandle, type Device, type NdArray, type OpCase } from "@tomograd/kernels";
import { batchOfOne, compareArrays, drawCase, gradientShapes, shapesOf, workOf } from "@tomograd/kernels/verify";
import { PlacedCase, type Pass } from "./placed-case.ts";

/** How a pass compares with the float64 reference. */
export interface Judged {
  /** Largest error over the largest value, among all arrays of the pass. */
  readonly error: number;
  /** Milliseconds of the reference on one core, for the whole case. */
  readonly referenceMs: number;
}

/** Multiplications that the reference may spend on one pass. */
const MAX_WORK = 4e8;

/** The case itself, or where the reference would take too long one sample of it; undefined where that is still too much. */
export function twinOf(op: AnyOp, opCase: OpCase, maxWork = MAX_WORK): OpCase | undefined {
  const fits = (one: OpCase | undefined): one is OpCase => one !== undefined && products(op, one) <= maxWork;
  const single = batchOfOne(op, opCase);
  return fits(opCase) && !opCase.tags?.includes("large") ? opCase : [single, opCase].find(fits);
}

function products(op: AnyOp, opCase: OpCase): number {
  const shapes = shapesOf(op, opCase);
  const flops = op.flops?.(shapes.shapes, shapes.params);
  return flops === undefined ? workOf(op, shapes) : flops / 2;
}

/** Runs the twin of a case on the device and by the reference. */
export async function judge(device: Device, op: AnyOp, opCase: OpCase): Promise<Partial<Record<Pass, Judged>>> {
  const twin = twinOf(op, opCase);
  if (!twin) return {};
  const drawn = drawCase(op, twin);
  const scale = samplesOf(opCase) / samplesOf(twin);
  const placed = new PlacedCase(device, op, drawn);
  try {
    const [exact, forwardMs] = timed(() => op.reference.forward(drawn.inputs, drawn.params));
    const forward = { error: await largestError(device, placed.outputs, exact), referenceMs: forwardMs * scale };
    if (!op.vjp || !op.reference.vjp) return { forward };

    const rounded = rounding(op, exact);
    placed.writeOutputs(rounded);
    placed.record("vjp");
    const values = { ...drawn.inputs, ...rounded };
    const shapes = gradientShapes(drawn);
    const [gradients, vjpMs] = timed(() => op.reference.vjp!(values, drawn.upstream, drawn.params, shapes));
    const error = await largestError(device, placed.gradients, gradients);
    return { forward, vjp: { error, referenceMs: vjpMs * scale } };
  } finally {
    placed.release();
  }
}

function samplesOf({ inputs }: OpCase): number {
  return Object.values(inputs)[0]?.[0] ?? 1;
}

function timed<T>(work: () => T): [T, number] {
  const started = performance.now();
  const result = work();
  return [result, performance.now() - started];
}

async function largestError(
  device: Device,
  arrays: Readonly<Record<string, ArrayHandle>>,
  exact: Readonly<Partial<Record<string, NdArray>>>,
): Promise<number> {
  let largest = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const { relativeError } = compareArrays(name, await device.read(array), exact[name]!.data, Infinity);
    largest = Math.max(largest, relativeError);
  }
  return largest;
}

/** As the device would hold them, so that each pass is judged alone. */
function rounding(op: AnyOp, exact: Readonly<Record<string, NdArray>>): Record<string, NdArray> {
  return Object.fromEntries(
    Object.entries(exact).map(([name, { shape, data }]) => [
      name,
      ndArray(shape, op.outputs[name]?.dtype === "u32" ? data : data.map(Math.fround)),
    ]),
  );
}
