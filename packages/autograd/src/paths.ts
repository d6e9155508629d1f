import { TapeError } from "@tomograd/kernels";
import { isDifferentiable, type Entry } from "./entry.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Divides entries, in the order in which they ran, into those between some tensors and the loss and all others.
 *
 * `between` is every tensor on a path from `of` to the loss, the ends among them: what is not in it needs no gradient.
 */
export function pathsTo(loss: Tensor, of: readonly Tensor[], entries: readonly Entry[]) {
  const reached = new Set(of);
  const leading = entries.filter((entry) => {
    const leads = isDifferentiable(entry, (input) => reached.has(input));
    if (leads) for (const output of differentiableOutputs(entry)) reached.add(output);
    return leads;
  });
  const between = new Set(reached.has(loss) ? [loss] : []);
  const path = leading.toReversed().filter((entry) => {
    const leads = differentiableOutputs(entry).some((output) => between.has(output));
    if (!leads) return false;
    for (const [name, input] of Object.entries(entry.inputs))
      if (input && entry.op.inputs[name]!.differentiable !== false && reached.has(input)) between.add(input);
    return true;
  });
  const onPath = new Set(path);
  return { between, path: path.toReversed(), others: entries.filter((entry) => !onPath.has(entry)) };
}

/** The outputs that take a gradient. */
function differentiableOutputs({ op, outputs }: Entry): Tensor[] {
  return Object.entries(outputs).flatMap(([name, output]) =>
    op.outputs[name]!.differentiable === false ? [] : [output],
  );
}

/** The error for tensors from which no path leads to the loss. */
export function withoutPath(tensors: readonly Tensor[]): TapeError {
  return new TapeError({
    subject: "backward",
    rule: "a recorded path must lead from every tensor in of to the loss",
    received: `without=${tensors.map(({ name }) => name).join(",")}`,
    advice: "An input needs requiresGrad for its uses to be recorded",
  });
}
