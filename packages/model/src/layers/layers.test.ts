import { ReferenceDevice } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { ones } from "../initializers/initializers.ts";
import { Model } from "../model.ts";
import { layerClasses } from "../saving/layer-config.ts";
import { fromArrays } from "../training/batch-source.ts";
import { predict } from "../training/evaluate.ts";
import { checkLayer } from "../verify/index.ts";
import { Add } from "./add.ts";
import { Average } from "./average.ts";
import { AveragePooling2D } from "./average-pooling2d.ts";
import { Concatenate } from "./concatenate.ts";
import { DepthwiseConv2D } from "./depthwise-conv2d.ts";
import { ELU } from "./elu.ts";
import { GlobalAveragePooling2D } from "./global-average-pooling2d.ts";
import { GlobalMaxPooling2D } from "./global-max-pooling2d.ts";
import { Input } from "./input.ts";
import { layerCases } from "./layer-cases-fixture.ts";
import { LeakyReLU } from "./leaky-relu.ts";
import { Maximum } from "./maximum.ts";
import { Minimum } from "./minimum.ts";
import { Multiply } from "./multiply.ts";
import { ReLU } from "./relu.ts";
import { Softmax } from "./softmax.ts";
import { Subtract } from "./subtract.ts";

const device = new ReferenceDevice();

test("the harness knows every layer that a model file can name", () => {
  const classes = layerCases.map(({ make }) => make().className);
  expect([...new Set(["InputLayer", ...classes])].toSorted()).toEqual(layerClasses.toSorted());
});

test.each(layerCases)("$title is right", async (one) => {
  expect(await checkLayer(one)).toEqual({ layer: one.title, seed: 1, worst: undefined, failures: [] });
});

test.each(layerCases)("$title is named as in Keras", ({ make }) => {
  const { className, baseName } = make();
  // Keras' `to_snake_case`.
  const snake = className.replace(/(.)([A-Z][a-z0-9]+)/g, "$1_$2").replace(/([a-z])([A-Z])/g, "$1_$2");
  expect(baseName).toBe(snake.toLowerCase());
});

const square = { shape: [1, 2, 2], values: [-2, 1, 4, 8] };
const channels = { shape: [2, 1, 2], values: [1, 2, 3, 4] };
const row = (...values: number[]) => ({ shape: [values.length], values });

test.each([
  ["Subtract", new Subtract(), [row(5, 7), row(1, 9)], [4, -2]],
  ["Multiply", new Multiply(), [row(5, 7), row(1, 9), row(2, -1)], [10, -63]],
  ["Multiply of channels", new Multiply(), [channels, { shape: [2, 1, 1], values: [10, 100] }], [10, 20, 300, 400]],
  ["Subtract of widths", new Subtract(), [channels, row(1, 5)], [0, -3, 2, -1]],
  ["Average", new Average(), [row(5, 7), row(1, 9), row(3, -1)], [3, 5]],
  ["Maximum", new Maximum(), [row(5, 7), row(1, 9), row(2, -1)], [5, 9]],
  ["Minimum", new Minimum(), [row(5, 7), row(1, 9), row(2, -1)], [1, -1]],
  ["Concatenate", new Concatenate(), [row(1, 2), row(3), row(4, 5)], [1, 2, 3, 4, 5]],
  ["Concatenate of widths", new Concatenate(), [square, square], [-2, 1, -2, 1, 4, 8, 4, 8]],
  ["Concatenate of channels", new Concatenate({ axis: 1 }), [square, square], [-2, 1, 4, 8, -2, 1, 4, 8]],
  ["AveragePooling2D", new AveragePooling2D({ poolSize: [2, 1] }), [square], [1, 4.5]],
  ["GlobalAveragePooling2D", new GlobalAveragePooling2D(), [square], [2.75]],
  ["GlobalMaxPooling2D", new GlobalMaxPooling2D(), [square], [8]],
  ["DepthwiseConv2D", new DepthwiseConv2D({ kernelSize: 2, depthwiseInitializer: ones }), [square], [11]],
  ["ReLU", new ReLU(), [square], [0, 1, 4, 8]],
  ["LeakyReLU", new LeakyReLU(), [square], [-0.6, 1, 4, 8]],
  ["ELU", new ELU({ alpha: 2 }), [square], [2 * Math.expm1(-2), 1, 4, 8]],
  ["Softmax", new Softmax(), [row(0, Math.log(3))], [0.25, 0.75]],
] as const)("%s computes what its formula says", async (_, layer, given, expected) => {
  const inputs = given.map(({ shape }) => Input(shape));
  const model = new Model({ inputs, outputs: layer.apply(inputs) }).to(device);
  const arrays = given.map(({ values }) => Float32Array.from(values));
  const predicted = await predict(model, fromArrays(arrays, new Float32Array(1), { batchSize: 1 }));
  expect(predicted).toEqual(Float32Array.from(expected));
});

test("layers say what they cannot take", () => {
  const [image, other, vector] = [Input([2, 4, 4]), Input([2, 4, 3]), Input([4])];
  expect(() => new Subtract().apply([image, image, image])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: subtract: takes two inputs. Received inputs=3.]`,
  );
  expect(() => new Add().apply([image, other])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: add: the inputs' extents must be equal, or one of them 1, from the last axis on. Received inputs=[2,4,4] and [2,4,3].]`,
  );
  expect(() => new Multiply().apply([image, Input([2])])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: multiply: the inputs' extents must be equal, or one of them 1, from the last axis on. Received inputs=[2,4,4] and [2].]`,
  );
  expect(() => new Concatenate({ axis: 1 }).apply([image, other])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: concatenate: b must have the shape of a but for axis 1. Received a=[1,2,4,4] b=[1,2,4,3].]`,
  );
  expect(() => new Concatenate({ axis: 0 }).apply([image, image])).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: concatenate: axis must be from 1 to 3 or from -3 to -1. Received axis=0. Axis 0 is the batch, whose samples stay apart; for NCHW data the channels are axis 1.]`,
  );
  expect(() => new DepthwiseConv2D({ kernelSize: 3 }).apply(vector)).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: depthwise_conv2d: takes images [C,H,W]. Received input=[4].]`,
  );
  expect(() =>
    new DepthwiseConv2D({ kernelSize: 3, depthMultiplier: 0.5 }).apply(image),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: depthwise_conv2d: depthwise_kernel must have positive whole extents. Received depthwise_kernel=[3,3,2,0.5].]`,
  );
  expect(() => new Softmax().apply(image)).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: softmax: softmax needs an output of [K]. Received output=[2,4,4].]`,
  );
});
