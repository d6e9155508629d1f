import { InputError, type HostArray } from "@tomograd/kernels";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { compareWeights, mismatches } from "../load-weights.ts";
import type { Model } from "../model.ts";
import { storageError, writeFileAtomic } from "./atomic-write.ts";
import { commitDirectory } from "./commit-directory.ts";
import { readInput } from "./read-input.ts";
import { sha256 } from "./sha256.ts";
import type { CustomObjects } from "../saving/layer-config.ts";
import { modelConfig, modelFromConfig, parseModelConfig } from "../saving/model-config.ts";
import { readSafetensors, writeSafetensors, type NamedTensor } from "../saving/safetensors.ts";

/** Configs are small: a larger file is something else. */
const MAX_CONFIG_BYTES = 10_000_000;

/** A model on disk: its network without values, the values by name, and what was stored beside it. */
export interface LoadedModel {
  readonly model: Model;
  readonly weights: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Writes `model.json` and `weights.safetensors` into a folder, as one unit: the folder appears whole or not at all.
 *
 * Throws a StorageError where it cannot be written; an older model of that name is then still whole.
 *
 * @example
 * await saveModel("runs/1/model", model, { positiveClass: "PNEUMONIA" });
 */
export async function saveModel(
  directory: string,
  model: Model,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const files = modelFiles(model, await model.getWeights(), metadata, { isFloat32: true });
  const parent = dirname(directory);
  let staging: string | undefined;
  try {
    // Only this one level: a recursive mkdir does not return for some places that refuse new folders.
    if (!(await isDirectory(parent))) await mkdir(parent);
    staging = await mkdtemp(join(parent, `.${basename(directory)}.${process.pid}.partial-`));
    for (const [name, bytes] of files) await writeFileAtomic(join(staging, name), bytes);
    await commitDirectory(staging, directory);
  } catch (error) {
    throw storageError(basename(directory), error);
  } finally {
    if (staging) await rm(staging, { recursive: true, force: true });
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/** The files of a model, `model.json` and `weights.safetensors`; float64 weights of the reference device are kept or rounded. */
export function modelFiles(
  model: Model,
  values: ReadonlyMap<string, HostArray>,
  metadata: Readonly<Record<string, unknown>>,
  { isFloat32 = false }: { readonly isFloat32?: boolean } = {},
): Map<string, Uint8Array> {
  const tensors = model.weights.map(({ name, shape }) => {
    const data = values.get(name)!;
    return [
      name,
      { shape, data: data instanceof Float64Array && !isFloat32 ? data : Float32Array.from(data) },
    ] as const;
  });
  const weights = writeSafetensors(new Map(tensors));
  const config = { ...modelConfig(model, metadata), weightsSha256: sha256(weights) };
  return new Map([
    ["weights.safetensors", weights],
    ["model.json", new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`)],
  ]);
}

export interface LoadModelOptions {
  /** The model's layers that are not of this package, by their `className`. */
  readonly customObjects?: CustomObjects;
}

/**
 * Reads a model folder. Call `model.to(device)` and `model.setWeights` (or `placeLoaded`) before use.
 *
 * Throws an InputError that lists every missing, unknown or misshapen tensor, a UsageError for a newer version's model.
 *
 * No code is ever loaded from a model: a layer of one's own must be handed over, and be what the model was saved with.
 *
 * @example
 * const { model, metadata } = await loadModel("runs/1/model");
 * const { model: mine } = await loadModel("mine", { customObjects: { SoftSign } });
 */
export async function loadModel(
  directory: string,
  { customObjects = {} }: LoadModelOptions = {},
): Promise<LoadedModel> {
  const name = basename(directory);
  const config = parseModelConfig(
    new TextDecoder().decode(await readInput(join(directory, "model.json"), MAX_CONFIG_BYTES)),
    `${name}/model.json`,
    customObjects,
  );
  const bytes = await readInput(join(directory, "weights.safetensors"));
  const weights = readSafetensors(bytes, `${name}/weights.safetensors`);
  const actual = sha256(bytes);
  if (config.weightsSha256 !== undefined && config.weightsSha256 !== actual) {
    throw new InputError({
      subject: `${name}/weights.safetensors`,
      rule: "must be the file that model.json was written with",
      received: `sha256=${actual.slice(0, 12)}… instead of ${config.weightsSha256.slice(0, 12)}…`,
      advice: "The file is damaged or was replaced; train again or restore both files",
    });
  }
  const model = modelFromConfig(config, `${name}/model.json`, customObjects);
  requireFit(model, weights, `${name}/weights.safetensors`);
  return { model, weights, metadata: config.metadata };
}

/** Throws an InputError that lists everything about `weights` that does not fit the model. */
export function requireFit(model: Model, weights: ReadonlyMap<string, NamedTensor>, subject: string): void {
  const problems = mismatches(compareWeights(model, weights));
  if (problems.length > 0)
    throw new InputError({ subject, rule: "must hold exactly the model's weights", received: problems.join("; ") });
}
