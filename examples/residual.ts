import { batches, fitNormalization, permutation, phantom, type Split } from "@tomograd/data";
import type { Device } from "@tomograd/kernels";
import {
  Activation,
  Adam,
  Add,
  BatchNormalization,
  BinaryAccuracy,
  BinaryCrossentropy,
  Conv2D,
  CosineDecay,
  Dense,
  GlobalAveragePooling2D,
  Input,
  MaxPooling2D,
  Model,
  type BatchSource,
  type SymbolicTensor,
} from "@tomograd/model";

const BATCH_SIZE = 32;
const EPOCHS = 6;

const relu = (x: SymbolicTensor) => new Activation("relu").apply(x);

/** A convolution without bias, and what it gives normalised; images are NCHW, so channels are axis 1. */
function normalized(x: SymbolicTensor, filters: number, kernelSize = 3): SymbolicTensor {
  const y = new Conv2D({ filters, kernelSize, padding: "same", useBias: false }).apply(x);
  return new BatchNormalization({ axis: 1, momentum: 0.9 }).apply(y);
}

/** x and what two convolutions make of it; where channels are added, x goes through a convolution of 1 by 1. */
function block(x: SymbolicTensor, filters: number): SymbolicTensor {
  const branch = normalized(relu(normalized(x, filters)), filters);
  const shortcut = x.shape[0] === filters ? x : normalized(x, filters, 1);
  return relu(new Add().apply([shortcut, branch]));
}

/** A convolution and two residual blocks: from slices [1,32,32] to the probability of a lesion. */
export function residualNetwork(): Model {
  const x = Input([1, 32, 32]);
  const first = new MaxPooling2D().apply(relu(normalized(x, 8)));
  const second = new MaxPooling2D().apply(block(first, 8));
  const features = new GlobalAveragePooling2D().apply(block(second, 16));
  return new Model({ inputs: x, outputs: new Dense({ units: 1, activation: "sigmoid" }).apply(features) });
}

/** Trains on 512 slices and returns the accuracy on 256 others. */
export async function trainResidual(device: Device, seed: number): Promise<number> {
  const { train, validation } = phantom({ seed, size: 32, channels: 1, train: 512, validation: 256 }).splits;
  if (!train || !validation) throw new Error("the phantom has both splits");
  const normalization = await fitNormalization("standardize", train, 1);
  const source = (split: Split, shuffle = false): BatchSource => ({
    length: split.length,
    batchSize: BATCH_SIZE,
    batches: (epoch) => {
      const order = shuffle ? permutation(split.length, { seed, stream: 0, epoch }) : undefined;
      return batches(split, { batchSize: BATCH_SIZE, order, normalization });
    },
  });
  const decaySteps = (EPOCHS * train.length) / BATCH_SIZE;
  const learningRate = new CosineDecay({ initialLearningRate: 0.01, decaySteps });
  const model = residualNetwork().to(device, { seed });
  model.compile({
    loss: new BinaryCrossentropy(),
    optimizer: new Adam({ learningRate }),
    metrics: [new BinaryAccuracy()],
  });
  await model.fit(source(train, true), { epochs: EPOCHS, seed });
  const { binary_accuracy: accuracy } = await model.evaluate(source(validation));
  return accuracy!;
}
