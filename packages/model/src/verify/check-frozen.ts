import { checkGradients } from "./check-gradients.ts";
import { differences } from "./differences.ts";
import type { LayerStand } from "./layer-stand.ts";

/** A frozen layer learns nothing in training, and one with statistics infers. */
export async function checkFrozen(stand: LayerStand): Promise<string[]> {
  const { weights } = stand.network();
  if (weights.length === 0) return [];
  const model = stand.placed(stand.reference, { frozen: true });
  const before = await stand.statistics(model);
  const inferred = await stand.infer(model, stand.inputs());
  const [trained, ...others] = await stand.train(model);
  const failures = others
    .filter(({ name }) => name.startsWith("grad ") && !name.startsWith("grad input "))
    .map(({ name }) => `there is a ${name}`);
  failures.push(...differences(await stand.statistics(model), before, "before training it was"));
  if (weights.some(({ trainable }) => !trainable))
    failures.push(...differences([trained!], [inferred], "in inference it is"));
  return [...failures, ...(await checkGradients(stand, { frozen: true }))];
}
