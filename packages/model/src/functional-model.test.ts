import { gradcheck, noGrad, tensor } from "@tomograd/autograd";
import { sizeOf } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { Add } from "./layers/add.ts";
import { BatchNormalization } from "./layers/batch-normalization.ts";
import { Conv2D } from "./layers/conv2d.ts";
import { Dense } from "./layers/dense.ts";
import { Dropout } from "./layers/dropout.ts";
import { Flatten } from "./layers/flatten.ts";
import { Input } from "./layers/input.ts";
import { MaxPooling2D } from "./layers/max-pooling2d.ts";
import { BinaryCrossentropy } from "./losses/binary-crossentropy.ts";
import { Model } from "./model.ts";
import { Sequential } from "./sequential.ts";
import { fromArrays } from "./training/batch-source.ts";
import { fit } from "./training/fit.ts";
import { conv, device, functionalCnn, recipe, residual, siamese, wave } from "./network-fixture.ts";

const INFERENCE = { training: false, seed: 0, step: 0 };

test("both APIs make the same network: the same initial weights, dropout and losses (S-13)", async () => {
  const layers = functionalCnn().layers.slice(1);
  const names = layers.map(({ name }) => name);
  const losses = async (model: Model): Promise<number[]> => {
    model.to(device, { seed: 3 });
    const { history } = await fit(
      model,
      fromArrays(wave(8 * 24), Float32Array.of(0, 1, 1, 0, 1, 0, 0, 1), { batchSize: 4 }),
      {
        ...recipe(),
        epochs: 2,
        seed: 7,
      },
    );
    return history["loss"]!;
  };
  const stack = new Sequential(
    [
      new Conv2D({ filters: 3, kernelSize: 5, padding: "same", activation: "relu" }),
      conv(2),
      new MaxPooling2D(),
      new BatchNormalization(),
      new Flatten(),
      new Dropout(0.5),
      new Dense({ units: 1, activation: "sigmoid" }),
    ],
    { inputShape: [1, 6, 4] },
  );
  expect(stack.layers.map(({ name }) => name)).toEqual(names);
  expect(await losses(functionalCnn())).toEqual(await losses(stack));
});

test("the summary of a functional stack has a row for its input", () => {
  expect(functionalCnn().summary()).toContain(`Model: "model"
_________________________________________________________________
Layer (type)                 Output Shape              Param #   
=================================================================
input_1 (InputLayer)         [(None, 1, 6, 4)]         0         
_________________________________________________________________
conv2d (Conv2D)              (None, 3, 6, 4)           78        
`);
});

test("the summary of a graph says what is connected with what", () => {
  expect(residual().summary()).toMatchSnapshot();
});

test("a shared layer has its weights once, and its summary names both uses", () => {
  const model = siamese();
  expect(model.countParams()).toEqual({ total: 19, trainable: 19 });
  expect(model.summary()).toMatchSnapshot();
});

test.each([
  ["residual", residual, [[2, 2, 4, 4]]],
  [
    "siamese",
    siamese,
    [
      [2, 4],
      [2, 4],
    ],
  ],
] as const)("the gradients of a %s network agree with central differences", async (_, make, shapes) => {
  const model = make().to(device, { seed: 1 });
  const { weights } = model;
  const initial = await model.getWeights();
  // Central differences of each weight, through the network itself.
  const result = await gradcheck(
    (...values) => {
      const here = values[0]!.device;
      const inputs = shapes.map((shape, i) => tensor(here, wave(sizeOf(shape), i), shape));
      for (const [i, weight] of weights.entries()) weight.tensor = values[i]!;
      const [y] = model.call(inputs, { training: true, seed: 1, step: 0, beforeActivation: [true] });
      return new BinaryCrossentropy().of(y!, true, tensor(here, [0, 1], [2, 1])).loss;
    },
    weights.map(({ name, shape }) => ({ shape, values: initial.get(name)! })),
  );
  expect(result).toMatchObject({ ok: true });
});

test("a network is used as a part of another", () => {
  const encoder = new Sequential([new Dense({ units: 3, activation: "relu" })], { inputShape: [4] });
  const [left, right] = [Input([4]), Input([4])];
  const model = new Model({
    inputs: [left, right],
    outputs: new Add().apply([encoder.apply(left), encoder.apply(right)]),
  });
  model.to(device, { seed: 1 });
  expect(model.countParams().total).toBe(15);
  const [a, b] = [wave(4), wave(4, 1)].map((values) => tensor(device, values, [1, 4]));
  expect(() => noGrad(() => model.call([a!, b!], INFERENCE))).not.toThrow();
});

test("a model says what is wrong with its graph", () => {
  const [a, b] = [Input([4], { name: "a" }), Input([4], { name: "b" })];
  const sum = new Add().apply([a, b]);
  expect(() => new Model({ inputs: a, outputs: sum })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: model: every Input that the outputs depend on must be among the inputs. Received missing=b shape=[4].]`,
  );
  expect(
    () => new Model({ inputs: [a, b], outputs: new Dense({ units: 1 }).apply(a) }),
  ).toThrowErrorMatchingInlineSnapshot(`[UsageError: model: every input must lead to an output. Received unused=b.]`);
  expect(() => new Add().apply([a, Input([3])])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: add: the inputs' extents must be equal, or one of them 1, from the last axis on. Received inputs=[4] and [3].]`,
  );
  expect(() => new Add().apply(a)).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: add: takes two inputs or more. Received inputs=1. Apply it to a list: add.apply([a, b]).]`,
  );
  const twins = [new Dense({ units: 1, name: "twin" }).apply(a), new Dense({ units: 1, name: "twin" }).apply(a)];
  expect(() => new Model({ inputs: a, outputs: twins })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: model: the names of layers must be unique. Received name=twin of a Dense and a Dense.]`,
  );
  expect(() => functionalCnn().getLayer("dens")).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: model: has no such layer. Received name=dens. There are input_1, conv2d, conv2d_1, max_pooling2d, batch_normalization, flatten, dropout, dense.]`,
  );
});
