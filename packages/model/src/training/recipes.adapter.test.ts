import { ReferenceDevice, type Device } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, it } from "vitest";
import { Conv2D } from "../layers/conv2d.ts";
import { Dense } from "../layers/dense.ts";
import { Flatten } from "../layers/flatten.ts";
import { BinaryCrossentropy } from "../losses/binary-crossentropy.ts";
import { BinaryFocalCrossentropy } from "../losses/binary-focal-crossentropy.ts";
import { CategoricalCrossentropy } from "../losses/categorical-crossentropy.ts";
import { SigmoidFocalCrossEntropy } from "../losses/sigmoid-focal-crossentropy.ts";
import { AdamW } from "../optimizers/adam-w.ts";
import { RMSprop } from "../optimizers/rmsprop.ts";
import { CosineDecay } from "../optimizers/schedules/cosine-decay.ts";
import { SGD } from "../optimizers/sgd.ts";
import { Sequential } from "../sequential.ts";
import { fromArrays } from "./batch-source.ts";
import { fit, type Recipe } from "./fit.ts";
import type { ActivationName } from "../layers/activations.ts";

const device = await openWebGpu({ adapter: "embedded", poison: { guardBytes: 1024 } });
afterAll(() => device.close());

const SAMPLES = 10;
/** float32 against float64 over six updates. */
const DIGITS = 4;

type Make = () => Pick<Recipe, "loss" | "optimizer">;
const rate = new CosineDecay({ initialLearningRate: 0.05, decaySteps: 6, warmupTarget: 0.1, warmupSteps: 2 });

const RECIPES: readonly (readonly [hidden: ActivationName, last: ActivationName, units: number, Make])[] = [
  ["silu", "softmax", 3, () => ({ loss: new CategoricalCrossentropy(), optimizer: new SGD({ momentum: 0.9 }) })],
  ["elu", "sigmoid", 1, () => ({ loss: new BinaryFocalCrossentropy(), optimizer: new RMSprop({ centered: true }) })],
  ["tanh", "sigmoid", 1, () => ({ loss: new SigmoidFocalCrossEntropy(), optimizer: new SGD({ learningRate: rate }) })],
  [
    "leaky_relu",
    "hard_sigmoid",
    1,
    () => ({ loss: new BinaryCrossentropy({ fromProbabilities: true }), optimizer: new AdamW({ learningRate: 0.01 }) }),
  ],
];

it.each(RECIPES)("%s and %s train as on the reference device", async (hidden, last, units, make) => {
  const x = Float32Array.from({ length: SAMPLES * 20 }, (_, i) => Math.sin(1.3 * i));
  const y = Float32Array.from({ length: SAMPLES * units }, (_, i) =>
    units === 1 ? i % 2 : Number((Math.floor(i / units) * 7) % units === i % units),
  );
  const losses = async (on: Device): Promise<readonly number[]> => {
    const layers = [
      new Conv2D({ filters: 3, kernelSize: 3, activation: hidden }),
      new Flatten(),
      new Dense({ units, activation: last }),
    ];
    const model = new Sequential(layers, { inputShape: [1, 5, 4] }).to(on, { seed: 3 });
    const source = fromArrays(x, y, { batchSize: 4, count: SAMPLES });
    const { history } = await fit(model, source, { ...make(), metrics: [], epochs: 2, validation: source });
    return [...history["loss"]!, ...history["val_loss"]!];
  };
  const [found, expected] = [await losses(device), await losses(new ReferenceDevice())];
  for (const [i, loss] of expected.entries()) expect(found[i]).toBeCloseTo(loss, DIGITS);
  expect(new Set(expected).size).toBe(4);
});
