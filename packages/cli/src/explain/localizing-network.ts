import { fitNormalization, phantom } from "@tomograd/data";
import type { Device } from "@tomograd/kernels";
import {
  Activation,
  Adam,
  BatchNormalization,
  BinaryCrossentropy,
  Conv2D,
  Dense,
  fit,
  GlobalAveragePooling2D,
  Input,
  MaxPooling2D,
  Model,
  type SymbolicTensor,
} from "@tomograd/model";
import { splitSource } from "../train/split-source.ts";
import type { PointingModel } from "./point-at-lesions.ts";

const SIZE = 64;
const EPOCHS = 6;
const BATCH_SIZE = 32;

function convolved(x: SymbolicTensor, filters: number, kernelSize: number): SymbolicTensor {
  const y = new Conv2D({ filters, kernelSize, padding: "same", useBias: false }).apply(x);
  return new Activation("relu").apply(new BatchNormalization({ axis: 1, momentum: 0.9 }).apply(y));
}

/**
 * A network whose last convolution sees a whole lesion of the phantom, 20 x 20 pixels at a time, and whose head weighs channels and not
 * places: what Grad-CAM was made for. Source: Zhou et al., "Learning deep features for discriminative localization" (2016).
 */
function localizingNetwork(): Model {
  const x = Input([1, SIZE, SIZE]);
  const fine = new MaxPooling2D().apply(convolved(x, 8, 5));
  const coarse = new MaxPooling2D().apply(convolved(fine, 16, 3));
  const features = new GlobalAveragePooling2D().apply(convolved(coarse, 16, 3));
  return new Model({ inputs: x, outputs: new Dense({ units: 1, activation: "sigmoid" }).apply(features) });
}

/** Trains it on the phantom's training split, always alike for the same seed and adapter. */
export async function trainLocalizingNetwork(device: Device, seed: number): Promise<PointingModel> {
  const { train } = phantom({ seed, size: SIZE, channels: 1 }).splits;
  const normalization = await fitNormalization("standardize", train!, 1);
  const model = localizingNetwork().to(device, { seed });
  await fit(model, splitSource(train!, { batchSize: BATCH_SIZE, normalization, shuffleSeed: seed }), {
    epochs: EPOCHS,
    seed,
    loss: new BinaryCrossentropy(),
    metrics: [],
    optimizer: new Adam({ learningRate: 3e-3 }),
  });
  return { model, imageShape: model.inputShape, normalizationOf: () => normalization };
}
