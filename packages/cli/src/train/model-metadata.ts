import type { Device } from "@tomograd/kernels";
import { NOTICE } from "@tomograd/report";
import { deviceName } from "../device/open-device.ts";
import type { ModelMetadata } from "../model/metadata.ts";
import { version } from "../version.ts";
import type { TrainingData } from "./prepare-data.ts";
import type { RunOptions } from "./training-options.ts";

/** What a model that was trained on these data needs beside its weights to be used on new images. */
export function metadataOf(
  options: RunOptions,
  { dataset, train, normalization }: TrainingData,
  device: Device,
): ModelMetadata {
  const { kind, classNames, positiveClass, imageShape } = dataset;
  return {
    tomograd: version,
    notice: NOTICE,
    normalization: { kind: normalization.kind, scale: [...normalization.scale], offset: [...normalization.offset] },
    pixelScale: train.pixelRange.scale,
    pixelRange: { min: train.pixelRange.min, max: train.pixelRange.max },
    imageShape: [...imageShape],
    imageSize: options.imageSize ?? null,
    dicom: { window: options.dicomWindow ?? "none", frame: options.dicomFrame ?? null },
    classNames: [...classNames],
    positiveClass,
    dataset: { kind },
    loss: options.loss,
    seed: options.seed,
    adapter: deviceName(device.info),
  };
}
