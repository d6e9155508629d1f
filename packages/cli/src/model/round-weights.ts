import type { Model } from "@tomograd/model";

/** Rounds weights to what their file holds: the reference computes in float64, and an evaluation is one of the saved model. */
export async function roundWeights(model: Model): Promise<void> {
  if (model.placement.device.info.kind !== "reference") return;
  const weights = await model.getWeights();
  model.setWeights(new Map([...weights].map(([name, values]) => [name, Float32Array.from(values)])));
}
