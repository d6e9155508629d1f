import { InputError } from "@tomograd/kernels";
import { createHash } from "node:crypto";
import { chmod, constants, mkdir, mkdtemp, open, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Sequential } from "../sequential.ts";
import { storageError, syncDirectory, writeFileAtomic } from "./atomic-write.ts";
import { modelConfig, modelFromConfig, parseModelConfig } from "../saving/model-config.ts";
import { readSafetensors, writeSafetensors, type NamedTensor } from "../saving/safetensors.ts";

/** Configs are small: a larger file is something else. */
const MAX_CONFIG_BYTES = 10_000_000;

/** A model on disk: its network without values, the values by name, and what was stored beside it. */
export interface LoadedModel {
  readonly model: Sequential;
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
  model: Sequential,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const values = await model.getWeights();
  const tensors = new Map(
    model.weights.map(({ name, shape }) => [name, { shape, data: Float32Array.from(values.get(name)!) }]),
  );
  const parent = dirname(directory);
  let staging: string | undefined;
  try {
    // Only this one level: a recursive mkdir does not return for some places that refuse new folders.
    if (!(await isDirectory(parent))) await mkdir(parent);
    staging = await mkdtemp(join(parent, `.${basename(directory)}.${process.pid}.partial-`));
    const bytes = writeSafetensors(tensors);
    const config = { ...modelConfig(model, metadata), weightsSha256: sha256(bytes) };
    await writeFileAtomic(join(staging, "weights.safetensors"), bytes);
    await writeFileAtomic(join(staging, "model.json"), `${JSON.stringify(config, null, 2)}\n`);
    // A folder made by mkdtemp is closed to others; a model is meant to be shared.
    await chmod(staging, 0o755);
    await replaceDirectory(staging, directory);
    await syncDirectory(parent);
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

/** A folder cannot be renamed over one that is not empty, so the old one steps aside, and back if need be. */
async function replaceDirectory(staging: string, directory: string): Promise<void> {
  const aside = `${staging}-old`;
  const hadOld = await rename(directory, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  await rename(staging, directory).catch(async (error: unknown) => {
    if (hadOld) await rename(aside, directory);
    throw error;
  });
  if (hadOld) await rm(aside, { recursive: true, force: true });
}

/**
 * Reads a model folder. Call `model.to(device)` and `model.setWeights` (or `placeLoaded`) before use.
 *
 * Throws an InputError that lists every missing, unknown or misshapen tensor, a UsageError for a newer version's model.
 *
 * @example
 * const { model, metadata } = await loadModel("runs/1/model");
 */
export async function loadModel(directory: string): Promise<LoadedModel> {
  const name = basename(directory);
  const config = parseModelConfig(
    new TextDecoder().decode(await readInput(join(directory, "model.json"), MAX_CONFIG_BYTES)),
    `${name}/model.json`,
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
  const model = modelFromConfig(config, `${name}/model.json`);
  requireFit(model, weights, `${name}/weights.safetensors`);
  return { model, weights, metadata: config.metadata };
}

/** Throws an InputError that lists everything about `weights` that does not fit the model. */
export function requireFit(model: Sequential, weights: ReadonlyMap<string, NamedTensor>, subject: string): void {
  const known = new Map(model.weights.map(({ name, shape }) => [name, shape.join(",")]));
  const problems = [
    ...[...known.keys()].filter((name) => !weights.has(name)).map((name) => `${name} is missing`),
    ...[...weights.keys()].filter((name) => !known.has(name)).map((name) => `${name} is unknown`),
    ...[...known].flatMap(([name, shape]) => {
      const found = weights.get(name)?.shape.join(",") ?? shape;
      return found === shape ? [] : [`${name} has shape [${found}] instead of [${shape}]`];
    }),
  ];
  if (problems.length > 0)
    throw new InputError({ subject, rule: "must hold exactly the model's weights", received: problems.join("; ") });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function readInput(path: string, maxBytes = Infinity): Promise<Uint8Array> {
  let file;
  try {
    // A pipe would hang in open, and a device never end.
    // A link would be a file of another folder, which this model was not saved with.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stats = await file.stat();
    if (!stats.isFile())
      throw new InputError({ subject: basename(path), rule: "must be a regular file", received: "another kind" });
    if (stats.size > maxBytes) {
      throw new InputError({
        subject: basename(path),
        rule: `must have at most ${maxBytes} bytes`,
        received: `bytes=${stats.size}`,
      });
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError({
      subject: basename(path),
      rule: code === "ELOOP" ? "must be a regular file, no link" : "must be readable",
      received: `code=${code} path=${path}`,
    });
  } finally {
    await file?.close();
  }
}
