import type { Layer } from "../layers/layer.ts";
import { layerClasses, type CustomObjects } from "../saving/layer-config.ts";
import { modelConfig, modelFromConfig, parseModelConfig } from "../saving/model-config.ts";
import { readSafetensors, writeSafetensors } from "../saving/safetensors.ts";
import { differences } from "./differences.ts";
import type { LayerStand } from "./layer-stand.ts";

/** A layer made again from its config, with its weights out of a file, computes the same. */
export async function checkSaving(stand: LayerStand): Promise<string[]> {
  const { make } = stand.layerCase;
  const layer = make();
  const lost = notJson(layer.config(), "config()");
  if (lost) return [`${lost}, which a file cannot hold`];
  const model = stand.placed(stand.reference);
  const names = model.weights.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return [`two weights are called ${twice}`];
  const weights = await model.getWeights();
  const saved = writeSafetensors(
    new Map(model.weights.map(({ name, shape }) => [name, { shape, data: Float32Array.from(weights.get(name)!) }])),
  );
  const text = JSON.stringify(modelConfig(model));
  const custom = customObjectsOf(layer);
  const twin = modelFromConfig(parseModelConfig(text, "model.json", custom), "model.json", custom).to(stand.reference);
  const again = JSON.stringify(modelConfig(twin));
  if (again !== text) return [`its config is ${again} after it was made from ${text}`];
  twin.loadWeights(readSafetensors(saved, "weights.safetensors"));
  const says = "before it was saved it was";
  return [
    ...differences([await stand.infer(twin, stand.inputs())], [await stand.infer(model, stand.inputs())], says),
    ...differences(await stand.train(twin), await stand.train(model), says),
  ];
}

/** What a model file's reader would bring. */
function customObjectsOf(layer: Layer): CustomObjects {
  if (layerClasses.includes(layer.className)) return {};
  return { [layer.className]: layer.constructor as CustomObjects[string] };
}

/** The place of the first value that JSON would lose or change, in words. */
function notJson(value: unknown, place: string): string | undefined {
  if (value === null || ["string", "boolean", "undefined"].includes(typeof value) || Number.isFinite(value)) return;
  if (typeof value === "number") return `${place} is ${value}`;
  const isRecord = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as object);
  if (!isRecord) return `${place} is a ${(value as object).constructor.name}`;
  for (const [key, one] of Object.entries(value as object)) {
    const found = notJson(one, Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`);
    if (found) return found;
  }
}
