import type { AnyOp, Device } from "@tomograd/kernels";
import {
  checkParity,
  describeError,
  describeGradient,
  elementName,
  gradcheckReference,
  shareOfBound,
  shapesOf,
  workOf,
} from "@tomograd/kernels/verify";

/** Multiplications that the reference may spend on a case. */
const MAX_WORK = 1e7;

/** The error that came closest to its bound, over all cases and inputs, or passed it. */
export interface ClosestGradient {
  readonly case: string;
  /** The element of the input's gradient, `x[2,3]`, or the input and "(direction)". */
  readonly where: string;
  readonly error: number;
  readonly bound: number;
}

/** One row of `gradcheck`. */
export interface GradientRow {
  readonly op: string;
  readonly cases: number;
  /** The reference's gradient against central differences of its forward pass, in float64. */
  readonly reference: ClosestGradient | null;
  /** The device's gradient against the reference's; null on the reference itself. */
  readonly device: ClosestGradient | null;
  readonly failures: readonly string[];
}

/** Checks the gradients of an op on all its cases but the large ones. */
export async function checkGradients(op: AnyOp, device: Device, seed: number | undefined): Promise<GradientRow> {
  const options = seed === undefined ? {} : { seed };
  const cases = op.cases.filter((one) => !one.tags?.includes("large") && workOf(op, shapesOf(op, one)) <= MAX_WORK);
  let reference: ClosestGradient | null = null;
  let ofDevice: ClosestGradient | null = null;
  const failures: string[] = [];
  for (const one of cases) {
    for (const error of gradcheckReference(op, one, options)) {
      const { input, shape, worst } = error;
      const where = worst.index === "direction" ? `${input} (direction)` : elementName(input, worst.index, shape);
      reference = closer(reference, { case: one.name, where, error: error.maxError, bound: error.bound });
      if (!error.ok) failures.push(`${one.name}: ${describeGradient(error)}`);
    }
    if (device.info.kind === "reference") continue;
    const { arrays } = await checkParity(device, op, one, options);
    for (const error of arrays) {
      const [kind, input] = error.array.split(" ");
      if (kind !== "grad") continue;
      const where = elementName(input!, error.worst.index, error.shape);
      ofDevice = closer(ofDevice, { case: one.name, where, error: error.maxError, bound: error.bound });
      if (!error.ok) failures.push(`${one.name}: ${describeError(error)}`);
    }
  }
  return { op: op.name, cases: cases.length, reference, device: ofDevice, failures };
}

/** The one that is larger in units of its bound. */
export function closer(one: ClosestGradient | null, other: ClosestGradient | null): ClosestGradient | null {
  if (!one || !other) return one ?? other;
  return share(one) >= share(other) ? one : other;
}

const share = ({ error, bound }: ClosestGradient): number => shareOfBound({ maxError: error, bound });
