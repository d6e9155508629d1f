import { InputError, KernelCompileError, ShapeError, type AnyOp, type Device, type OpCase } from "@tomograd/kernels";
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

/** What is wrong with an op, and not with the device. */
const RECORD_ERRORS = [InputError, KernelCompileError, ShapeError];

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
  let reference: ClosestGradient | null = null;
  let ofDevice: ClosestGradient | null = null;
  const failures: string[] = [];
  let cases = 0;
  const check = async (one: OpCase): Promise<void> => {
    if (one.tags?.includes("large") || workOf(op, shapesOf(op, one)) > MAX_WORK) return;
    cases += 1;
    for (const error of gradcheckReference(op, one, options)) {
      const { input, shape, worst } = error;
      const where = worst.index === "direction" ? `${input} (direction)` : elementName(input, worst.index, shape);
      reference = closer(reference, { case: one.name, where, error: error.maxError, bound: error.bound });
      if (!error.ok) failures.push(`${one.name}: ${describeGradient(error)}`);
    }
    if (device.info.kind === "reference") return;
    const { arrays } = await checkParity(device, op, one, options);
    for (const error of arrays) {
      const [kind, input] = error.array.split(" ");
      if (kind !== "grad") continue;
      const where = elementName(input!, error.worst.index, error.shape);
      ofDevice = closer(ofDevice, { case: one.name, where, error: error.maxError, bound: error.bound });
      if (!error.ok) failures.push(`${one.name}: ${describeError(error)}`);
    }
  };
  for (const one of op.cases) {
    await check(one).catch((error: unknown) => {
      if (!RECORD_ERRORS.some((type) => error instanceof type)) throw error;
      failures.push(`${one.name}: ${(error as Error).message}`);
    });
  }
  if (cases === 0 && failures.length === 0)
    failures.push("all cases are too large, or sum too many terms, so nothing was checked");
  return { op: op.name, cases, reference, device: ofDevice, failures };
}

/** The one that is larger in units of its bound. */
export function closer(one: ClosestGradient | null, other: ClosestGradient | null): ClosestGradient | null {
  if (!one || !other) return one ?? other;
  return share(one) >= share(other) ? one : other;
}

const share = ({ error, bound }: ClosestGradient): number => shareOfBound({ maxError: error, bound });
