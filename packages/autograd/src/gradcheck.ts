import { ReferenceDevice } from "@tomograd/kernels";
import { Tape } from "./tape.ts";
import { tensor, type Tensor } from "./tensor.ts";

export interface GradcheckOptions {
  /** Step of the central difference. Default 1e-6. */
  readonly eps?: number;
  /** Default 1e-5. */
  readonly atol?: number;
  /** Default 1e-3. */
  readonly rtol?: number;
}

export interface GradcheckResult {
  readonly ok: boolean;
  /** The largest difference between tape and central difference, and where it stands. */
  readonly maxError: number;
  readonly worst: {
    readonly input: number;
    readonly index: number;
    readonly analytic: number;
    readonly numeric: number;
  };
}

/**
 * Compares the tape's gradients of a scalar function with central differences, both in float64 on the reference device:
 * `|a - n| <= atol + rtol |n|` for every element. Defaults as PyTorch's `gradcheck`.
 *
 * @example
 * await gradcheck((x) => apply(ops.sum, { x: apply(ops.relu, { x }).y }).y, [{ shape: [3], values: [-1, 2, 3] }]);
 */
export async function gradcheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly { readonly shape: readonly number[]; readonly values: ArrayLike<number> }[],
  { eps = 1e-6, atol = 1e-5, rtol = 1e-3 }: GradcheckOptions = {},
): Promise<GradcheckResult> {
  const device = new ReferenceDevice();
  const values = inputs.map((input) => Float64Array.from(input.values));
  const make = (): Tensor[] =>
    inputs.map(({ shape }, i) => tensor(device, values[i]!.slice(), shape, { name: `input ${i}`, requiresGrad: true }));
  const leaves = make();
  const tape = new Tape();
  const gradients = tape.backward(tape.record(() => fn(...leaves)));
  const valueAt = async (input: number, index: number, value: number): Promise<number> => {
    const before = values[input]![index]!;
    values[input]![index] = value;
    const result = await fn(...make()).item();
    values[input]![index] = before;
    return result;
  };
  let ok = true;
  let maxError = -1;
  let worst = { input: 0, index: 0, analytic: 0, numeric: 0 };
  for (const [input, leaf] of leaves.entries()) {
    const analyticAll = await gradients.get(leaf)?.read();
    for (let index = 0; index < values[input]!.length; index++) {
      const x = values[input]![index]!;
      const numeric = ((await valueAt(input, index, x + eps)) - (await valueAt(input, index, x - eps))) / (2 * eps);
      const analytic = analyticAll?.[index] ?? 0;
      const error = Math.abs(analytic - numeric);
      if (!(error <= atol + rtol * Math.abs(numeric))) ok = false;
      if (!(error <= maxError)) [maxError, worst] = [error, { input, index, analytic, numeric }];
    }
  }
  return { ok, maxError, worst };
}
