import { batches, fitNormalization, isWithin, phantom } from "@tomograd/data";
import type { AnyOp } from "@tomograd/kernels";
import { BatchNormalization, Conv2D, fromArrays, type BatchSource } from "@tomograd/model";
import { Activation, Dense, GlobalMaxPooling2D, Input, MaxPooling2D, Model } from "@tomograd/model";
import type { SymbolicTensor } from "@tomograd/model";
import { convBatchNormRelu } from "./conv-batchnorm-relu.ts";
import { Gabor2D, gaborBank } from "./gabor.ts";
import { GeluTanh, geluTanh } from "./gelu.ts";
import { Sobel, sobel } from "./sobel.ts";
import { softDice } from "./soft-dice.ts";
import { channelGate, squeezeExcitation } from "./squeeze-excitation.ts";

const SIZE = 24;
const SAMPLES = 64;

/** By their files. */
export const examples: Readonly<Record<string, AnyOp>> = {
  "gelu.ts": geluTanh,
  "squeeze-excitation.ts": channelGate,
  "soft-dice.ts": softDice,
  "sobel.ts": sobel,
  "gabor.ts": gaborBank,
  "conv-batchnorm-relu.ts": convBatchNormRelu,
};

/** Slices of the phantom with their labels, or those with a lesion and a mask of it. */
export async function slices(labels: "class" | "mask"): Promise<BatchSource> {
  const { splits, places } = phantom({ seed: 1, size: SIZE, channels: 1, train: SAMPLES, validation: 2, test: 2 });
  const order = Uint32Array.from(places.train.keys()).filter((i) => labels === "class" || places.train[i]!.lesion);
  const normalization = await fitNormalization("standardize", splits.train!, 1);
  for await (const { x, y } of batches(splits.train!, { batchSize: SAMPLES, order, normalization })) {
    const masks = Float32Array.from(x, (_, i) => {
      const { lesion } = places.train[order[Math.floor(i / SIZE ** 2)]!]!;
      const place = { row: (Math.floor(i / SIZE) % SIZE) + 0.5, column: (i % SIZE) + 0.5 };
      return lesion && isWithin(lesion, place) ? 1 : 0;
    });
    return fromArrays(x, labels === "mask" ? masks : y, { batchSize: 16, count: order.length });
  }
  throw new Error("the phantom has slices");
}

const relu = (x: SymbolicTensor): SymbolicTensor => new Activation("relu").apply(x);
const conv = (filters: number): Conv2D => new Conv2D({ filters, kernelSize: 3, padding: "same" });

/** What each example makes of a slice, [C,24,24]. */
const parts: Readonly<Record<string, (x: SymbolicTensor) => SymbolicTensor>> = {
  gelu: (x) => new GeluTanh().apply(conv(8).apply(x)),
  squeezeExcitation: (x) => squeezeExcitation(relu(conv(8).apply(x))),
  sobel: (x) => relu(conv(8).apply(new Sobel().apply(x))),
  gabor: (x) => relu(new Gabor2D().apply(x)),
  normalized: (x) => relu(new BatchNormalization({ axis: 1, momentum: 0.8 }).apply(conv(8).apply(x))),
};

/** From a slice to the probability of a lesion, with the part of that name in front. */
export function classifier(part: string): Model {
  const x = Input([1, SIZE, SIZE]);
  const features = relu(conv(8).apply(new MaxPooling2D().apply(parts[part]!(x))));
  const pooled = new GlobalMaxPooling2D().apply(features);
  return new Model({ inputs: x, outputs: new Dense({ units: 1, activation: "sigmoid" }).apply(pooled) });
}

/** From a slice to the probability of a lesion at each pixel. */
export function segmenter(): Model {
  const x = Input([1, SIZE, SIZE]);
  const features = relu(conv(8).apply(relu(conv(8).apply(x))));
  const outputs = new Conv2D({ filters: 1, kernelSize: 1, activation: "sigmoid" }).apply(features);
  return new Model({ inputs: x, outputs });
}
