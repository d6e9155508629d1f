import { shownName, type Normalization, type Split } from "@tomograd/data";
import { InputError, type Device } from "@tomograd/kernels";
import type { Sequential } from "@tomograd/model";
import { loadModel } from "@tomograd/model/node";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parseMetadata, type ModelMetadata } from "./metadata.ts";
import { placeWithWeights } from "./place-model.ts";

export interface OpenedModel {
  readonly metadata: ModelMetadata;
  /** Puts the model on a device. */
  readonly place: (device: Device) => Sequential;
}

/** Reads a model folder. Throws an InputError for anything that `train` did not write. */
export async function openModel(path: string): Promise<OpenedModel> {
  const subject = shownName(basename(resolve(path)));
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new InputError({
      subject,
      rule: "a model is a folder with model.json and weights.safetensors",
      received: `model=${shownName(resolve(path))} ${found ? "a file" : "which does not exist"}`,
      advice: "Pass the model folder of a run, such as runs/…/model",
    });
  }
  const { model, weights, metadata: stored } = await loadModel(path);
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

/** A note where pixels are of another type than in training, which their normalisation cannot make up for. */
export function scaleWarning({ normalization, pixelScale }: ModelMetadata, split: Split): string | undefined {
  if (normalization.kind === "rescale" || split.pixelRange.scale === pixelScale) return undefined;
  return `the model was trained on pixels up to ${pixelScale}, these go up to ${split.pixelRange.scale}: probabilities mean little`;
}
