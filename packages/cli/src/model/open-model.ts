import { shownName, type Normalization, type Split } from "@tomograd/data";
import { InputError, type Device } from "@tomograd/kernels";
import type { CustomObjects, Model } from "@tomograd/model";
import { loadModel, type LoadedModel } from "@tomograd/model/node";
import { stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Terminal } from "../terminal.ts";
import { parseMetadata, type ModelMetadata } from "./metadata.ts";
import { placeWithWeights } from "./place-model.ts";

export interface OpenedModel {
  readonly metadata: ModelMetadata;
  /** Puts the model on a device. */
  readonly place: (device: Device) => Model;
}

/** Reads any saved model: its folder, or that of the run that it lies in. Throws an InputError for anything else. */
export async function readModelFolder(
  given: string,
  terminal: Terminal,
  customObjects: CustomObjects = {},
): Promise<LoadedModel & { readonly subject: string }> {
  const inRun = join(given, "model");
  const isRun = !existsSync(join(given, "model.json")) && existsSync(join(inRun, "model.json"));
  const path = isRun ? inRun : given;
  if (isRun) terminal.note(`model: ${shownName(given)} is a run, its model is taken: ${shownName(path)}`);
  const subject = shownName(basename(resolve(path)));
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory() || !existsSync(join(path, "model.json"))) {
    const what = found?.isDirectory() ? "without model.json" : found ? "a file" : "which does not exist";
    throw new InputError({
      subject,
      rule: "a model is a folder with model.json and weights.safetensors",
      received: `model=${shownName(resolve(path))} ${what}`,
      advice: "Pass the model folder of a run, such as runs/…/model",
    });
  }
  const loaded = await loadModel(path, { customObjects });
  const unknown = loaded.model.layers.filter(({ constructor, module }) => isOwn(constructor, customObjects) && !module);
  for (const className of new Set(unknown.map((layer) => layer.className)))
    terminal.warn(`${className} does not say in which file it is defined (module): it may have changed since training`);
  return { subject, ...loaded };
}

const isOwn = (type: unknown, customObjects: CustomObjects): boolean =>
  Object.values(customObjects).some((own) => own === type);

/** Reads a model folder, or the one in a run folder. Throws an InputError for anything that `train` did not write. */
export async function openModel(
  given: string,
  terminal: Terminal,
  customObjects: CustomObjects = {},
): Promise<OpenedModel> {
  const { subject, model, weights, metadata: stored } = await readModelFolder(given, terminal, customObjects);
  const metadata = parseMetadata(stored, `${subject}/model.json`);
  if (!model.endsInSigmoid || model.inputShape.join() !== metadata.imageShape.join()) {
    throw new InputError({
      subject,
      rule: "the network must fit its metadata and end in a sigmoid",
      received: `input=${model.inputShape.join()}`,
    });
  }
  return { metadata, place: (device) => placeWithWeights(model, device, weights, `${subject}/weights.safetensors`) };
}

/**
 * The normalisation for new images: rescaling goes by their own integer type, everything else is as in training.
 * Throws an InputError for images of another shape than the model's.
 */
export function normalizationFor(
  { normalization, imageShape }: ModelMetadata,
  split: Split,
  subject: string,
): Normalization {
  if (split.imageShape.join() !== imageShape.join()) {
    throw new InputError({
      subject,
      rule: `the model takes images of ${imageShape.join("x")} (channels, height, width)`,
      received: `images=${split.imageShape.join("x")}`,
      advice: "Resample them, or pass --image-size for a folder of images",
    });
  }
  if (normalization.kind !== "rescale") return normalization;
  const factor = 1 / split.pixelRange.scale;
  return { ...normalization, scale: normalization.scale.map(() => factor) };
}

/** Below and above these shares of the training's range, new pixels are of another kind. */
const [NARROW, WIDE] = [0.1, 3];

/** A note where pixels are of another kind than in training, which their normalisation cannot make up for. */
export function scaleWarning(trained: ModelMetadata, split: Split, normalization: Normalization): string | undefined {
  const { scale, min, max } = split.pixelRange;
  if (normalization.kind !== "rescale" && scale !== trained.pixelScale) {
    return `the model was trained on pixels up to ${trained.pixelScale}, these go up to ${scale}: probabilities mean little`;
  }
  const { pixelScale, pixelRange = { min: 0, max: pixelScale } } = trained;
  // Ranges that nobody looked at, as of image files, are empty.
  if (max <= min || pixelRange.max <= pixelRange.min) return undefined;
  const before = normalized(pixelRange, trained.normalization);
  const now = normalized({ min, max }, normalization);
  const share = (now.max - now.min) / (before.max - before.min);
  const isDisjoint = now.min > before.max || now.max < before.min;
  if (share >= NARROW && share <= WIDE && !isDisjoint) return undefined;
  const shown = (range: Range): string =>
    `from ${Number(range.min.toPrecision(3))} to ${Number(range.max.toPrecision(3))}`;
  const advice = scale === 1 && max > 2 ? "; float pixels are taken as they are: divide them as in training" : "";
  return `after normalisation these pixels go ${shown(now)}, in training ${shown(before)}: probabilities mean little${advice}`;
}

type Range = Pick<Split["pixelRange"], "min" | "max">;

function normalized({ min, max }: Range, { scale, offset }: Normalization): Range {
  const ends = scale.flatMap((factor, c) => [min * factor + offset[c]!, max * factor + offset[c]!]);
  return { min: Math.min(...ends), max: Math.max(...ends) };
}
