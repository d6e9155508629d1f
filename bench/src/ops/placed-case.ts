import {
  sizeOf,
  type AnyOp,
  type ArrayHandle,
  type Device,
  type DType,
  type NdArray,
  savedNames,
} from "@tomograd/kernels";
import { isDifferentiable, toHost, type DrawnCase } from "@tomograd/kernels/verify";

type Handles = Record<string, ArrayHandle>;
export type Pass = "forward" | "vjp";

/** A case with all its arrays on a device, so that a pass can be recorded again and again without allocating. */
export class PlacedCase {
  readonly outputs: Handles;
  readonly gradients: Handles;
  readonly #device: Device;
  readonly #op: AnyOp;
  readonly #params: object;
  readonly #inputs: Handles;
  readonly #upstream: Handles;

  /** Uploads the inputs and runs the forward pass once. */
  constructor(device: Device, op: AnyOp, drawn: DrawnCase) {
    this.#device = device;
    this.#op = op;
    this.#params = drawn.params;
    const upload = (array: NdArray, dtype?: DType): ArrayHandle => device.upload(toHost(array, dtype), array.shape);
    this.#inputs = mapEntries(drawn.inputs, (array, name) => upload(array, op.inputs[name]?.dtype));
    this.#upstream = mapEntries(drawn.upstream, (array) => upload(array));
    this.outputs = device.forward(op, this.#inputs, this.#params);
    const wanted = Object.entries(drawn.inputs).filter(([name]) => isDifferentiable(op.inputs[name]));
    this.gradients = op.vjp ? mapEntries(Object.fromEntries(wanted), ({ shape }) => device.allocate(shape)) : {};
  }

  /** Outputs that update an input are computed in place, as training does. */
  record(pass: Pass): void {
    if (pass === "vjp") {
      this.#device.vjp(this.#op, this.#values, this.#upstream, this.gradients, this.#params);
      return;
    }
    const into = mapEntries(this.outputs, (output, name) => {
      const { updates } = this.#op.outputs[name]!;
      return (updates === undefined ? undefined : this.#inputs[updates]) ?? output;
    });
    this.#device.forward(this.#op, this.#inputs, this.#params, into);
  }

  /** Replaces the outputs, for a vjp that starts from exactly these. */
  writeOutputs(values: Readonly<Record<string, NdArray>>): void {
    for (const [name, array] of Object.entries(this.outputs)) {
      this.#device.write(array, toHost(values[name]!, array.dtype));
    }
  }

  /** Bytes of the arrays that a pass reads or writes, each counted once. */
  bytes(pass: Pass): number {
    const arrays =
      pass === "forward"
        ? [this.#inputs, this.outputs]
        : [
            Object.fromEntries(
              savedNames(this.#op, this.#params).flatMap((name) =>
                this.#values[name] ? [[name, this.#values[name]]] : [],
              ),
            ),
            this.#upstream,
            this.gradients,
          ];
    return 4 * arrays.flatMap((group) => Object.values(group)).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  }

  release(): void {
    for (const group of [this.#inputs, this.outputs, this.#upstream, this.gradients]) {
      for (const array of Object.values(group)) this.#device.release(array);
    }
  }

  get #values(): Handles {
    return { ...this.#inputs, ...this.outputs };
  }
}

function mapEntries<A, B>(record: Readonly<Record<string, A>>, map: (value: A, name: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
