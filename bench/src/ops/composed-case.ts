import { apply, scope, Tape, tensor, type Tensor } from "@tomograd/autograd";
import { ndArray, type AnyOp, type Composer, type Device, type Op, type OpCase } from "@tomograd/kernels";
import { drawCase, isDifferentiable, toHost } from "@tomograd/kernels/verify";

/** What a tape walks of an op in one piece. */
export type TapedPass = "forward" | "forward + vjp";

/** A case on tensors, by the op itself and by the ops that it could be put together of. */
export class ComposedCase {
  readonly passes: readonly TapedPass[];
  readonly #op: AnyOp;
  readonly #params: object;
  readonly #given: Readonly<Record<string, unknown>> | undefined;
  readonly #inputs: Readonly<Record<string, Tensor>>;
  readonly #upstream: Op;
  readonly #composer: Composer<Tensor>;
  readonly #constants = new Map<number, Tensor>();

  constructor(device: Device, op: AnyOp, opCase: OpCase) {
    const drawn = drawCase(op, opCase);
    this.#op = op;
    this.#params = drawn.params;
    this.#given = opCase.params;
    this.#inputs = Object.fromEntries(
      Object.entries(drawn.inputs).map(([name, array]) => {
        const spec = op.inputs[name]!;
        const options = { name, requiresGrad: isDifferentiable(spec) };
        return [name, tensor(device, toHost(array, spec.dtype), array.shape, options)];
      }),
    );
    this.#upstream = upstreamOf(op);
    this.passes = op.vjp ? ["forward", "forward + vjp"] : ["forward"];
    this.#composer = {
      apply: (applied, inputs, params) => apply(applied, inputs, params),
      // Uploaded once: neither the op nor its composition is to wait for the host.
      constant: (value) => {
        const known = this.#constants.get(value) ?? tensor(device, [value], [], { scoped: false });
        this.#constants.set(value, known);
        return known;
      },
    };
  }

  recordOp(pass: TapedPass): void {
    this.#record(pass, () => apply(this.#op as Op, this.#inputs, this.#given));
  }

  recordComposition(pass: TapedPass): void {
    this.#record(
      pass,
      () => this.#op.composition!(this.#composer, this.#inputs, this.#params) as Record<string, Tensor>,
    );
  }

  release(): void {
    for (const one of [...Object.values(this.#inputs), ...this.#constants.values()]) one.release();
  }

  #record(pass: TapedPass, forward: () => Readonly<Record<string, Tensor>>): void {
    if (pass === "forward") return scope(() => void forward());
    scope(() => {
      const tape = new Tape();
      const loss = tape.record(() => {
        const outputs = forward();
        const names = Object.keys(this.#upstream.inputs);
        return apply(this.#upstream, Object.fromEntries(names.map((name) => [name, outputs[name]]))).loss!;
      });
      tape.backward(loss);
    });
  }
}

/** Stands for a loss of the op's outputs: the vjp begins with whatever their gradients hold, which costs nothing. */
function upstreamOf({ outputs }: AnyOp): Op {
  const names = Object.keys(outputs).filter((name) => isDifferentiable(outputs[name]));
  return {
    name: "upstream",
    summary: "A loss that computes nothing.",
    formula: "loss = 0",
    inputs: Object.fromEntries(names.map((name) => [name, outputs[name]!])),
    outputs: { loss: { describe: "[]" } },
    params: {},
    shape: () => ({ loss: [] }),
    saves: [],
    forward: () => undefined,
    vjp: () => undefined,
    reference: {
      forward: () => ({ loss: ndArray([]) }),
      vjp: (_values, _upstream, _params, shapes) =>
        Object.fromEntries(names.map((name) => [name, ndArray(shapes[name]!)])),
    },
    accumulation: () => 1,
    cases: [],
  };
}
