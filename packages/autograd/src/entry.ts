import { savedNames, TapeError, type AnyOp, type ArrayHandle } from "@tomograd/kernels";
import type { Tensor } from "./tensor.ts";

/** What a vjp will read again, and the version it had. */
interface Saved {
  readonly tensor: Tensor;
  readonly array: ArrayHandle;
  readonly version: number;
}

/** One op that ran: what it ran on, what it made, what its vjp needs. */
export interface Entry {
  readonly op: AnyOp;
  readonly params: object;
  readonly inputs: Readonly<Record<string, Tensor | undefined>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly saved: Readonly<Record<string, Saved>>;
}

/** Keeps what the op's vjp reads, also when its owner gives it away in the meantime. */
export function save(op: AnyOp, params: object, inputs: Entry["inputs"], outputs: Entry["outputs"]): Entry["saved"] {
  const saved: Record<string, Saved> = {};
  for (const name of savedNames(op, params)) {
    const tensor = inputs[name] ?? outputs[name];
    if (!tensor) continue;
    tensor.device.retain(tensor.array);
    saved[name] = { tensor, array: tensor.array, version: tensor.version };
  }
  return saved;
}

/** The saved arrays by name. Throws a TapeError for one whose content was replaced since. */
export function savedArrays({ op, saved }: Entry): Record<string, ArrayHandle> {
  return Object.fromEntries(
    Object.entries(saved).map(([name, { tensor, array, version }]) => {
      if (tensor.version !== version) {
        throw new TapeError({
          subject: op.name,
          rule: `${name} was changed after it was saved for the gradient`,
          received: `tensor=${tensor.name} saved=v${version} now=v${tensor.version}`,
          advice: "Update tensors in place only after backward",
        });
      }
      return [name, array];
    }),
  );
}

/** Lets go of them. */
export function releaseSaved({ saved }: Entry): void {
  for (const { tensor, array } of Object.values(saved)) tensor.device.release(array);
}

/** Whether a gradient can flow back from an op into one of its inputs, of which `tracks` says whether it takes any. */
export function isDifferentiable(
  { op, inputs }: Pick<Entry, "op" | "inputs">,
  tracks: (input: Tensor) => boolean,
): boolean {
  return Object.entries(inputs).some(
    ([name, input]) => input && op.inputs[name]!.differentiable !== false && tracks(input),
  );
}
