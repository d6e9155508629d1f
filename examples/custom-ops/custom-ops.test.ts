import { apply, Tape, tensor } from "@tomograd/autograd";
import { ndArray, ops, ReferenceDevice, TapeError, UsageError, type NdArray } from "@tomograd/kernels";
import { BatchNormalization, Conv2D } from "@tomograd/model";
import { loadModel, saveModel } from "@tomograd/model/node";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { convBatchNormRelu, fused } from "./conv-batchnorm-relu.ts";
import { classifier, examples } from "./custom-ops-fixture.ts";
import { Gabor2D, gaborBank } from "./gabor.ts";
import { GeluTanh, geluTanh } from "./gelu.ts";
import { Sobel, sobel } from "./sobel.ts";
import { SoftDice, softDice } from "./soft-dice.ts";
import { ChannelGate, channelGate } from "./squeeze-excitation.ts";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const valuesOf = ({ data }: NdArray): number[] => [...data];

it.each(Object.keys(examples))("%s has less than 100 lines, and a row in the README", (file) => {
  const lines = read(file).trimEnd().split("\n");
  expect(lines.length).toBeLessThan(100);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(120);
  expect(read("README.md")).toContain(`| [${file}](${file}) `);
});

describe("what was worked out by hand", () => {
  it("geluTanh is near gelu, and -1 and 1 give Hendrycks and Gimpel's values", () => {
    const x = ndArray([101], (i) => (i - 50) / 10);
    const { y } = geluTanh.reference.forward({ x }, {});
    const exact = ops.gelu.reference.forward({ x }, {}).y;
    for (const [i, value] of y.data.entries()) expect(Math.abs(value - exact.data[i]!)).toBeLessThan(5e-4);
    expect(y.data[60]).toBeCloseTo(0.841192, 6);
    expect(y.data[40]).toBeCloseTo(-0.158808, 6);
  });

  it("channelGate halves where s is 0, and its gradient is a quarter of what the image sums up to", () => {
    const [x, s] = [ndArray([1, 2, 1, 2], [1, 2, 3, 4]), ndArray([1, 2])];
    expect(valuesOf(channelGate.reference.forward({ x, s }, {}).y)).toEqual([0.5, 1, 1.5, 2]);
    const gradient = channelGate.reference.vjp!({ x, s, y: x }, { y: ndArray(x.shape, () => 1) }, {}, { x: [], s: [] });
    expect(valuesOf(gradient.s!)).toEqual([0.75, 1.75]);
  });

  it("softDice is 0 for the target itself, and 1 - 1 / 3 for nothing against two pixels", () => {
    const t = ndArray([2, 2], [1, 1, 1, 1]);
    const p = ndArray([2, 2], [1, 1, 0, 0]);
    expect(valuesOf(softDice.reference.forward({ p, t }, { smoothing: 1 }).y)).toEqual([0, 1 - 1 / 3]);
  });

  it("sobel sees an edge across its axis, and outside as 0", () => {
    const x = ndArray([1, 1, 3, 4], [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
    const across = valuesOf(sobel.reference.forward({ x }, { axis: "width" }).y);
    expect(across).toEqual([0, 3, 3, -3, 0, 4, 4, -4, 0, 3, 3, -3]);
    expect(valuesOf(sobel.reference.forward({ x }, { axis: "height" }).y).slice(4, 8)).toEqual([0, 0, 0, 0]);
  });

  it("a Gabor filter is cos(psi) in its middle, and symmetric where psi is 0", () => {
    const bank = ndArray([5, 1, 2], [0.3, 0.3, 1, 1, 2, 2, 0, 1, 0.5, 0.5]);
    const { filter } = gaborBank.reference.forward({ bank }, { kernelSize: [3, 3] });
    const [even, odd] = [0, 1].map((k) => valuesOf(filter).filter((_, i) => i % 2 === k));
    expect([even![4], odd![4]]).toEqual([1, Math.cos(1)]);
    for (const [i, value] of even!.entries()) expect(value).toBeCloseTo(even![8 - i]!, 14);
    expect(even![5]).toBeCloseTo(
      Math.exp(-(Math.cos(0.3) ** 2 + (Math.sin(0.3) / 2) ** 2) / 8) * Math.cos(Math.cos(0.3)),
    );
  });

  it("convBatchNormRelu is gamma (w x + bias - mean) / deviation + beta of one pixel", () => {
    const one = (value: number) => ndArray([1], [value]);
    const [x, filter] = [ndArray([1, 1, 1, 1], [3]), ndArray([1, 1, 1, 1], [2])];
    const norm = { gamma: one(4), beta: one(-1), movingMean: one(1), movingVariance: one(3) };
    const params = { strides: [1, 1], padding: "valid", dilations: [1, 1], epsilon: 1 } as const;
    const y = (bias: number) =>
      valuesOf(convBatchNormRelu.reference.forward({ x, filter, bias: one(bias), ...norm }, params).y);
    expect([y(1), y(-9)]).toEqual([[(4 * (6 + 1 - 1)) / 2 - 1], [0]]);
  });
});

describe("what cannot be done is refused", () => {
  const device = new ReferenceDevice();

  it("a gradient of the fused convolution", () => {
    const array = (shape: number[]) => tensor(device, [2], shape, { requiresGrad: true });
    const norm = { gamma: array([1]), beta: array([1]), movingMean: array([1]), movingVariance: array([1]) };
    const tape = new Tape();
    const loss = tape.record(() => {
      const inputs = { x: array([1, 1, 1, 1]), filter: array([1, 1, 1, 1]), ...norm };
      return apply(ops.sum, { x: apply(convBatchNormRelu, inputs).y }).y;
    });
    expect(() => tape.backward(loss)).toThrow(TapeError);
  });

  it("fusing what is not linear in between, or normalised along another axis", () => {
    const [linear, curved] = (["linear", "relu"] as const).map(
      (activation) => new Conv2D({ filters: 1, kernelSize: 1, activation }),
    );
    const x = tensor(device, [1], [1, 1, 1, 1]);
    expect(() => fused(linear!, new BatchNormalization(), x)).toThrow(UsageError);
    expect(() => fused(curved!, new BatchNormalization({ axis: 1 }), x)).toThrow(UsageError);
  });

  it("soft Dice of an output that is no probability", () => {
    const output = { name: "y", shape: [1, 4, 4], activation: "linear" };
    expect(() => new SoftDice().wantsLogits(output)).toThrow("SoftDice: needs an output that ends in a sigmoid");
    expect(new SoftDice().wantsLogits({ ...output, activation: "sigmoid" })).toBe(false);
  });

  it.each(Object.entries(examples))("shapes that %s cannot take", (_, op) => {
    const shapes = Object.fromEntries(Object.keys(op.inputs).map((name) => [name, [2, 3]]));
    const params = Object.fromEntries(Object.entries(op.params).map(([name, { fallback }]) => [name, fallback]));
    const free = op === geluTanh || op === softDice;
    const first = { ...shapes, [Object.keys(shapes)[0]!]: [] };
    if (free) expect(() => op.shape(shapes, params)).not.toThrow();
    else expect(() => op.shape(shapes, params)).toThrow(`${op === convBatchNormRelu ? "conv2d" : op.name}: `);
    if (op === softDice) expect(() => op.shape(first, params)).toThrow("softDice: ");
  });
});

it.each([
  ["gelu", "gelu.ts", { GeluTanh }],
  ["squeezeExcitation", "squeeze-excitation.ts", { ChannelGate }],
  ["sobel", "sobel.ts", { Sobel }],
  ["gabor", "gabor.ts", { Gabor2D }],
])("a saved model with %s is loaded with its layer alone", async (part, file, customObjects) => {
  const folder = mkdtempSync(join(tmpdir(), "tomograd-custom-"));
  try {
    const model = classifier(part).to(new ReferenceDevice(), { seed: 1 });
    await saveModel(join(folder, "model"), model);
    const { model: loaded, weights } = await loadModel(join(folder, "model"), { customObjects });
    expect(loaded.outputShape).toEqual([1]);
    expect([...weights.keys()].toSorted()).toEqual(model.weights.map(({ name }) => name).toSorted());
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(
      `a layer is defined in ${file}, and no code is ever loaded`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
