import { batches, fitNormalization, permutation, phantom, type Normalization, type Split } from "@tomograd/data";
import { sizeOf, type Device } from "@tomograd/kernels";
import {
  Adam,
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
  Multiply,
  Sequential,
  Subtract,
  type BatchSource,
} from "@tomograd/model";

const SHAPE = [1, 32, 32];
const BATCH_SIZE = 32;
const EPOCHS = 8;

/** What slices are compared by. */
function featureExtractor(): Sequential {
  const stage = (filters: number) => [
    new Conv2D({ filters, kernelSize: 3, padding: "same", activation: "relu" }),
    new MaxPooling2D(),
    new BatchNormalization({ axis: 1, momentum: 0.9 }),
  ];
  const layers = [...stage(8), ...stage(16), ...stage(16), new GlobalAveragePooling2D(), new Dense({ units: 4 })];
  return new Sequential(layers, { inputShape: SHAPE });
}

/** From two slices to the probability that exactly one of them has a lesion; both go through the same layers. */
export function siameseNetwork(): Model {
  const left = Input(SHAPE, { name: "left" });
  const right = Input(SHAPE, { name: "right" });
  const features = featureExtractor();
  const difference = new Subtract().apply([features.apply(left), features.apply(right)]);
  const distance = new Multiply().apply([difference, difference]);
  const y = new Dense({ units: 1, activation: "sigmoid" }).apply(distance);
  return new Model({ inputs: [left, right], outputs: y });
}

/** Every slice once on the left and once on the right, in pairs that are drawn anew in every epoch. */
async function pairs(split: Split, normalization: Normalization, seed: number): Promise<BatchSource> {
  const { length, labels } = split;
  const size = sizeOf(SHAPE);
  const slices = new Float32Array(length * size);
  for await (const { index, x } of batches(split, { batchSize: BATCH_SIZE, order: undefined, normalization }))
    slices.set(x, index * BATCH_SIZE * size);
  const gather = (indices: Uint32Array): Float32Array => {
    const x = new Float32Array(indices.length * size);
    for (const [place, i] of indices.entries()) x.set(slices.subarray(i * size, (i + 1) * size), place * size);
    return x;
  };
  return {
    length,
    batchSize: BATCH_SIZE,
    *batches(epoch) {
      const lefts = permutation(length, { seed, stream: 0, epoch });
      const rights = permutation(length, { seed, stream: 1, epoch });
      for (let from = 0; from < length; from += BATCH_SIZE) {
        const left = lefts.subarray(from, from + BATCH_SIZE);
        const right = rights.subarray(from, from + BATCH_SIZE);
        const y = Float32Array.from(left, (i, place) => labels[i]! ^ labels[right[place]!]!);
        yield { x: [gather(left), gather(right)], y };
      }
    },
  };
}

/** Trains on pairs of 512 slices and returns the accuracy on pairs of 256 others. */
export async function trainSiamese(device: Device, seed: number): Promise<number> {
  const { train, validation } = phantom({ seed, size: 32, channels: 1, train: 512, validation: 256 }).splits;
  if (!train || !validation) throw new Error("the phantom has both splits");
  const normalization = await fitNormalization("standardize", train, 1);
  const decaySteps = (EPOCHS * train.length) / BATCH_SIZE;
  const learningRate = new CosineDecay({ initialLearningRate: 0.01, decaySteps });
  const model = siameseNetwork().to(device, { seed });
  model.compile({
    loss: new BinaryCrossentropy(),
    optimizer: new Adam({ learningRate }),
    metrics: [new BinaryAccuracy()],
  });
  await model.fit(await pairs(train, normalization, seed), { epochs: EPOCHS, seed });
  const { binary_accuracy: accuracy } = await model.evaluate(await pairs(validation, normalization, seed));
  return accuracy!;
}
