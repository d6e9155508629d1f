import { noGrad } from "@tomograd/autograd";
import { activate, requireActivation } from "../layers/activations.ts";
import { compare, described } from "./differences.ts";
import type { LayerStand } from "./layer-stand.ts";

/** Both are float64, and differ where a layer computes its activation in another order. */
const TOLERANCE = 1e-12;

/** A layer that names its activation can leave it out: losses and explanations work on what comes before. */
export async function checkActivation(stand: LayerStand): Promise<string[]> {
  const model = stand.placed(stand.reference);
  const name = model.activationOf(0);
  requireActivation(stand.layerCase.make().className, name);
  if (name === "linear") return [];
  const inputs = stand.tensors(model, stand.inputs());
  const context = { ...stand.context(false), beforeActivation: [true] };
  const expected = noGrad(() => activate(name, model.call(inputs, context)[0]!));
  const error = compare(
    await stand.infer(model, stand.inputs()),
    { name: "y", shape: expected.shape, values: await expected.read() },
    TOLERANCE,
  );
  return error.ok ? [] : [described(error, `${name} of what comes before it is`)];
}
